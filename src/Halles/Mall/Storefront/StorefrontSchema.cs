using System.Globalization;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Storefront;

/// <summary>The tables of a storefront file. The file is rebuilt when its version is another, so there are no migrations.</summary>
internal static class StorefrontSchema
{
    /// <summary>To be raised with every change of the tables, of the analysis of text or of what the rows hold.</summary>
    public const int Version = 7;

    /// <summary>A page's key is product × this + number of the language, so that a product's pages lie together.</summary>
    public const int MostLanguages = 16;

    /// <summary>The columns of the text index: name; codes; the category; the maker and shop; wider categories; attributes; text.</summary>
    public const string Columns = "name, codes, kind, brand, category, attributes, body";

    /// <summary>The text index of a language, by its place among the mall's languages.</summary>
    public static string Text(int language) => "text_" + language.ToString(CultureInfo.InvariantCulture);

    public static void Create(SqlSession sql, int languages)
    {
        foreach (var statement in (string[])
        [
            "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE shops (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data TEXT NOT NULL, page TEXT NOT NULL)",
            "CREATE TABLE stores (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data TEXT NOT NULL)",
            "CREATE TABLE categories (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data TEXT NOT NULL)",
            "CREATE TABLE districts (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data TEXT NOT NULL)",
            "CREATE TABLE attributes (key INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, data TEXT NOT NULL)",
            "CREATE TABLE attribute_values (key INTEGER PRIMARY KEY, attribute INTEGER NOT NULL, value TEXT NOT NULL)",
            """
            CREATE TABLE products (
                key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, shop INTEGER NOT NULL, category INTEGER NOT NULL, price INTEGER NOT NULL, dearest INTEGER NOT NULL,
                published INTEGER NOT NULL, updated INTEGER NOT NULL, flags INTEGER NOT NULL, stock BLOB NOT NULL, available INTEGER NOT NULL,
                handle TEXT NOT NULL, sku TEXT NOT NULL, gtin TEXT, lowest INTEGER, reduced INTEGER, per INTEGER, unit_price INTEGER, unit INTEGER, photo TEXT, photo_width INTEGER, photo_height INTEGER, age_limit INTEGER NOT NULL,
                languages TEXT NOT NULL, text_hash INTEGER NOT NULL)
            """,
            "CREATE TABLE shelf (chunk INTEGER PRIMARY KEY, rows BLOB NOT NULL)",
            "CREATE INDEX products_handle ON products (shop, handle)",
            "CREATE TABLE pages (key INTEGER PRIMARY KEY, name TEXT NOT NULL, name_language TEXT NOT NULL, alt TEXT NOT NULL, alt_language TEXT NOT NULL, detail BLOB NOT NULL)",
            "CREATE TABLE variants (id BLOB PRIMARY KEY, product INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE INDEX variants_product ON variants (product)",
            "CREATE TABLE codes (code TEXT NOT NULL, product INTEGER NOT NULL, PRIMARY KEY (code, product)) WITHOUT ROWID",
            "CREATE INDEX codes_product ON codes (product)",
            "CREATE TABLE words (language INTEGER NOT NULL, word TEXT NOT NULL, term TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (language, word)) WITHOUT ROWID",
        ])
        {
            sql.Execute(statement);
        }

        for (var language = 0; language < languages; language++)
        {
            // What is put in is already folded, stemmed and divided by spaces; "ascii" takes it as it is.
            sql.Execute($"CREATE VIRTUAL TABLE {Text(language)} USING fts5({Columns}, content='', contentless_delete=1, tokenize=\"ascii tokenchars '.'\")");
        }

        Put(sql, "schema", Version.ToString(CultureInfo.InvariantCulture));
    }

    public static string? Get(SqlSession sql, string name) => sql.Scalar<string>("SELECT value FROM meta WHERE name = $1", name);

    public static void Put(SqlSession sql, string name, string value) =>
        sql.Execute("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);

    public static FeedPosition Position(SqlSession sql) => FeedPosition.TryParse(Get(sql, "position"), out var position) ? position : FeedPosition.Start;
}

/// <summary>Yes and no of a product's row.</summary>
[Flags]
internal enum ProductFlags
{
    None = 0,
    ToOrder = 1,
    ByPiece = 2,

    /// <summary>In memory only: set by the shelf from what is in stock.</summary>
    CanBeHad = 4,
}
