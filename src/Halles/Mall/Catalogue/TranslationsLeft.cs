using System.Numerics;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>A product of which texts in a language are left to do.</summary>
/// <param name="Language">The language of its name.</param>
public sealed record ProductToTranslate(Guid Id, string Name, string Language, int Missing, int Outdated);

/// <summary>A page of what is left to translate into a language.</summary>
/// <param name="Counts">For each language how many products, archived ones apart, have a text that is missing or out of date.</param>
public sealed record TranslationsFound(IReadOnlyDictionary<string, int> Counts, string Language, IReadOnlyList<ProductToTranslate> Products)
{
    public int Total => Counts[Language];
}

/// <summary>What a shop has left to translate.</summary>
public sealed class TranslationsLeft(MallDatabase database)
{
    /// <summary>Products on a page.</summary>
    public const int PageSize = 50;

    // Which of a product's texts, as bits of a number, so that one row tells of a language without its words.
    private const string Which = "CASE field WHEN 'Name' THEN 1 WHEN 'Description' THEN 2 ELSE 4 END";

    /// <summary>What is left in a language, products on sale first.</summary>
    /// <param name="languages">The mall's.</param>
    /// <param name="wanted">One of them; else the one in which the most is left.</param>
    /// <param name="page">From 1.</param>
    public TranslationsFound Find(Guid shop, IReadOnlyList<string> languages, string? wanted, int page) => database.Read(sql =>
    {
        var products = Read(sql, shop);
        var left = languages.ToDictionary(l => l, l => products.Where(p => p.Language != l).Select(p => (Product: p, Left: p.Left(l))).Where(p => p.Left is not (0, 0)).ToList(), StringComparer.Ordinal);
        var chosen = languages.FirstOrDefault(l => l == wanted) ?? languages.MaxBy(l => left[l].Count)!;
        var shown = left[chosen].OrderBy(p => p.Product.OnSale ? 0 : 1).ThenByDescending(p => p.Product.Id).Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var names = Names(sql, shop, shown.Select(p => p.Product.Id));
        return new TranslationsFound(
            left.ToDictionary(l => l.Key, l => l.Value.Count, StringComparer.Ordinal), chosen,
            shown.ConvertAll(p => new ProductToTranslate(p.Product.Id, names[p.Product.Id], p.Product.Language, p.Left.Missing, p.Left.Outdated)));
    });

    private static List<Standing> Read(SqlSession sql, Guid shop)
    {
        var texts = sql.List(
            $"""
            SELECT product_id, language, CAST(sum({Which}) AS bigint), CAST(sum(CASE WHEN state = 'Outdated' THEN {Which} ELSE 0 END) AS bigint), CAST(sum(CASE WHEN text = '' THEN 0 ELSE {Which} END) AS bigint)
            FROM product_texts WHERE shop_id = $1 GROUP BY product_id, language
            """,
            r => (Product: r.Id(0), Texts: new TextBits(r.Text(1), (ulong)r.Long(2), (ulong)r.Long(3), (ulong)r.Long(4))), shop).ToLookup(t => t.Product, t => t.Texts);
        return sql.List(
            "SELECT id, state, language, options, translated_from FROM products WHERE shop_id = $1 AND state <> 'Archived'",
            r => new Standing(r.Id(0), r.Word<ProductState>(1) is ProductState.Published, r.Text(2), texts[r.Id(0)], r.Json<List<ProductOption>>(3), r.Json<Dictionary<string, Dictionary<string, string>>>(4)), shop);
    }

    private static Dictionary<Guid, string> Names(SqlSession sql, Guid shop, IEnumerable<Guid> products) => sql.List(
        $"""
        SELECT p.id, coalesce(t.text, p.handle) FROM products p
        LEFT JOIN product_texts t ON t.shop_id = p.shop_id AND t.product_id = p.id AND t.field = 'Name' AND t.language = p.language
        WHERE p.shop_id = $1 AND p.id {sql.Among(2)}
        """,
        r => (Id: r.Id(0), Name: r.Text(1)), shop, sql.Ids(products)).ToDictionary(p => p.Id, p => p.Name);

    /// <summary>The texts of a product in one language: which there are, which of them are out of date, and which have words.</summary>
    private readonly record struct TextBits(string Language, ulong There, ulong Outdated, ulong Worded);

    private sealed record Standing(
        Guid Id, bool OnSale, string Language, IEnumerable<TextBits> Texts, IReadOnlyList<ProductOption> Options, IReadOnlyDictionary<string, Dictionary<string, string>> From)
    {
        public (int Missing, int Outdated) Left(string language)
        {
            var (own, there) = (Texts.FirstOrDefault(t => t.Language == Language).Worded, Texts.FirstOrDefault(t => t.Language == language));
            var options = Options.SelectMany(o => o.Values.Prepend(o.Name)).Select(words => OptionTranslations.StateOf(Language, From, words, language)).ToList();
            return (BitOperations.PopCount(own & ~there.There) + options.Count(s => s is TranslationState.Missing), BitOperations.PopCount(own & there.Outdated) + options.Count(s => s is TranslationState.Outdated));
        }
    }
}
