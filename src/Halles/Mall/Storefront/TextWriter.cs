using System.Text;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Storefront;

/// <summary>What of a product is searched.</summary>
internal sealed class ProductWords(SourceProduct product, LocalText name, ShopEntry shop, int category, List<AttributeLineKey> attributes)
{
    public SourceProduct Product => product;

    public LocalText Name => name;

    public ShopEntry Shop => shop;

    public int Category => category;

    public List<AttributeLineKey> Attributes => attributes;

    /// <summary>How many words the name has in the mall's own language.</summary>
    public int NameWords { get; set; }
}

/// <summary>Feeds the text indexes: each language's own, folded and stemmed by that language's rules.</summary>
internal sealed class TextWriter(SqlSession sql, ShelfChanges changes)
{
    private const int ColumnCount = 7;
    private readonly StringBuilder _line = new();
    private readonly List<Term> _terms = [];
    private readonly string[][] _columns = [.. changes.Roster.Mall.Languages.Select(_ => new string[ColumnCount])];
    private readonly TextAnalysis[] _analysis = [.. changes.Roster.Mall.Languages.Select(l => TextAnalysis.For(Language.Parse(l)))];

    /// <summary>Writes a product's text if it is another than before.</summary>
    /// <param name="known">The hash of what is there; null for a new product.</param>
    /// <returns>The hash of what is there now.</returns>
    public long Write(int key, ProductWords words, long? known)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        for (var i = 0; i < _columns.Length; i++)
        {
            Fill(_columns[i], words, changes.Roster.Mall.Languages[i]);
            foreach (var column in _columns[i])
            {
                foreach (var c in column)
                {
                    hash = unchecked((hash ^ c) * 1099511628211UL);
                }

                hash = unchecked((hash ^ '\n') * 1099511628211UL);
            }
        }

        words.NameWords = Math.Min(CountWords(_columns[0][0]), byte.MaxValue);
        var now = unchecked((long)hash);
        if (now == known)
        {
            return now;
        }

        changes.Indexed = true;
        for (var i = 0; i < _columns.Length; i++)
        {
            if (known is not null)
            {
                sql.Execute($"DELETE FROM {StorefrontSchema.Text(i)} WHERE rowid = $1", key);
            }

            for (var column = 0; column < ColumnCount; column++)
            {
                _columns[i][column] = Terms(_columns[i][column], i);
            }

            sql.Execute(
                $"INSERT INTO {StorefrontSchema.Text(i)} (rowid, {StorefrontSchema.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [key, .. _columns[i]]);
        }

        return now;
    }

    public void Remove(int key)
    {
        changes.Indexed = true;
        for (var i = 0; i < _columns.Length; i++)
        {
            sql.Execute($"DELETE FROM {StorefrontSchema.Text(i)} WHERE rowid = $1", key);
        }
    }

    /// <summary>Keeps the words that were indexed since the transaction began.</summary>
    public static void WriteWords(SqlSession sql, ShelfChanges changes)
    {
        for (var i = 0; i < changes.Words.Count; i++)
        {
            foreach (var (word, seen) in changes.Words[i])
            {
                sql.Execute(
                    "INSERT INTO words (language, word, term, seen) VALUES ($1, $2, $3, $4) ON CONFLICT (language, word) DO UPDATE SET seen = seen + excluded.seen",
                    i, word, seen.Term, seen.Times);
            }
        }
    }

    private void Fill(string[] columns, ProductWords words, string language)
    {
        var product = words.Product;
        var path = changes.Roster.PathOf(words.Category);
        var (text, own) = words.Name.In(language);
        var name = NameParts.Of(text, own);
        columns[0] = name.Thing;
        columns[1] = string.Join('\n', product.Variants.SelectMany(v => new[] { v.Row.Sku, v.Row.Gtin, v.Row.Gtin?.TrimStart('0') }).Distinct());
        // What the thing is may be asked for in any language of the mall.
        columns[2] = string.Join('\n', path.TakeLast(1).SelectMany(c => c.Data.Name.Values.Concat(c.Data.OtherNames)).Append(name.Head).Distinct());
        columns[3] = product.Row.Maker + "\n" + words.Shop.Data.Name;
        columns[4] = string.Join('\n', path.SkipLast(1).Select(c => Wording.Of(c.Data.Name, language).Text));
        columns[5] = string.Join('\n', words.Attributes.Select(a => Words(a, language)).Concat(product.Row.Options.SelectMany(o => o.Values.Select(v => v.Best(language)))).Append(name.For));
        // A visitor may also ask in another of the languages in which the goods have a name.
        columns[6] = string.Join('\n', product.Texts.Where(t => t.Field is TextField.Description && t.Language == language).Select(t => t.Text)
            .DefaultIfEmpty(product.Texts.Find(t => t.Field is TextField.Description).Text)
            .Concat(words.Name.Where(n => n.Key != language).Select(n => n.Value)));
    }

    private static string Words(AttributeLineKey line, string language) => line.Attribute.Data.Type switch
    {
        AttributeType.YesNo => line.Value is "yes" or "true" or "1" ? Wording.Of(line.Attribute.Data.Name, language).Text : "",
        AttributeType.Number => line.Value + " " + line.Attribute.Data.Unit,
        _ => line.Attribute.Words(line.Value, language).Text,
    };

    private string Terms(string text, int language)
    {
        _terms.Clear();
        _line.Clear();
        _analysis[language].Analyse(text, _terms);
        var words = changes.Words[language];
        foreach (var term in _terms)
        {
            _line.Append(term.Text).Append(' ');
            if (term.Kind is TermKind.Whole && term.Surface.Length is > 2 and <= 40 && !term.Surface.AsSpan().ContainsAnyInRange('0', '9'))
            {
                ref var seen = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(words, term.Surface, out _);
                seen = new SeenWord(term.Text, seen.Times + 1);
            }
        }

        return _line.ToString();
    }

    private int CountWords(string name)
    {
        _terms.Clear();
        _analysis[0].Analyse(name, _terms);
        return _terms.Where(t => t.Kind is not TermKind.Stop).Select(t => t.Position).Distinct().Count();
    }
}
