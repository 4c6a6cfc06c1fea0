using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Kernel.Text;
using Halles.Mall.Catalogue;
using Halles.Mall.Settings;
using Halles.Mall.Tax;

namespace Halles.Mall.Imports;

/// <summary>A source product as the mall would keep it.</summary>
/// <param name="Input">Its variants are told by their choice, in the language of the shop.</param>
/// <param name="Publish">It is on sale there, and can be here.</param>
/// <param name="Counts">Pieces by variant of <paramref name="Input"/> and by store, where the file says, in the order of the stores' ids.</param>
internal sealed record Fitted(SourceProduct Source, ProductInput Input, bool Publish, IReadOnlyList<IReadOnlyDictionary<Guid, long>> Counts)
{
    /// <summary>Where the shop said of its own category that it is to stand; null where it did not. A place for those that are not known is of new products only.</summary>
    public Guid? Category { get; init; }

    /// <summary>The tax category that the file said, or the shop of the file's word; null where neither did. One for those that say none is of new products only.</summary>
    public string? Tax { get; init; }

    /// <summary>By variant of <see cref="Input"/>; null where the file tells of none.</summary>
    public IReadOnlyList<Reduction?> Reductions { get; init; } = [];

    /// <summary>The same for the same content: what tells that a file says nothing new. Where it stands in this mall is not of the file; in which store its pieces are, is.</summary>
    public Guid Print { get; } = new(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Input = Input with { CategoryId = Guid.Empty, TaxCategory = "" }, Source.Tax, Publish, Counts, Source.Photos,
        }, Json.Stored)).AsSpan(0, 16));
}

/// <summary>An announced reduction that comes with a product.</summary>
/// <param name="Before">The lowest price of the 30 days before it began, minor units.</param>
internal sealed record Reduction(DateTimeOffset Since, long Before);

/// <summary>Holds source products against what the mall and the shop know: categories, attributes, currency.</summary>
/// <param name="language">The language in which the shop writes.</param>
/// <param name="terms">What the shop chose.</param>
internal sealed class Fitting(string language, Currency currency, ImportTerms terms, CategoryFinder categories, IReadOnlyList<ProductAttribute> attributes)
{
    private static readonly SortedDictionary<Guid, long> NotCounted = [];

    private readonly Dictionary<string, ProductAttribute> _attributes = attributes
        .SelectMany(a => a.Name.Values.Prepend(a.Code).Select(n => (Word: Folding.Fold(n), Attribute: a))).DistinctBy(a => a.Word, StringComparer.Ordinal)
        .ToDictionary(a => a.Word, a => a.Attribute, StringComparer.Ordinal);

    /// <summary>The mall's categories, by the words of others.</summary>
    public CategoryFinder Categories => categories;

    /// <summary>The language in which the shop writes.</summary>
    public string ShopLanguage => language;

    /// <summary>In which prices are kept.</summary>
    public Currency Currency => currency;

    /// <summary>The store whose counts those are that name none: the one that the shop chose, else its first; null where it has none.</summary>
    public Guid? Store => Stores.Values.Any(s => s == terms.Store) ? terms.Store : Stores.Values.Select(s => (Guid?)s).FirstOrDefault();

    /// <summary>The store of a count.</summary>
    /// <param name="slug">Empty for <see cref="Store"/>.</param>
    /// <returns>Null where the shop has none such.</returns>
    public Guid? StoreOf(string slug) => slug.Length == 0 ? Store : Stores.TryGetValue(slug, out var store) ? store : null;

    /// <summary>The tax category that the shop has most often.</summary>
    public string UsualTax { get; private init; } = TaxCategories.Standard;

    /// <summary>What the shop chose, with what is usual there now: so that an import ends as it began, though its own products change what is usual.</summary>
    public ImportTerms Terms => terms with { Usual = new UsualTerms(categories.Default, UsualTax) };

    /// <summary>There is no mall: any currency and any attribute will do.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The shop's stores by their slugs, in their order.</summary>
    public IReadOnlyDictionary<string, Guid> Stores { get; private init; } = new Dictionary<string, Guid>();

    /// <summary>Holds products against what a shop and its mall know now; what is usual there, as it was when the import began.</summary>
    public static Result<Fitting> Into(Guid shop, ImportTerms terms, MallDatabase database, MallSettings mall)
    {
        using var db = database.Read();
        List<ProductAttribute> attributes = [.. db.Set<ProductAttribute>()];
        return database.Read<Result<Fitting>>(sql =>
        {
            var own = sql.Scalar<string>("SELECT language FROM shops WHERE id = $1", shop) ?? mall.Languages[0];
            var most = sql.Scalar<string>("SELECT tax_category FROM products WHERE shop_id = $1 GROUP BY tax_category ORDER BY count(*) DESC, tax_category LIMIT 1", shop);
            var stores = sql.List("SELECT slug, id FROM stores WHERE shop_id = $1 AND gone = $2 ORDER BY position, id", r => KeyValuePair.Create(r.Text(0), r.Id(1)), shop, false);
            var finder = CategoryFinder.Read(sql, shop, terms.Usual?.Category ?? terms.Category, own);
            return finder.Problem is { } problem ? problem
                : new Fitting(own, Currency.Parse(mall.Currency), terms with { Categories = terms.Categories.Select(c => (c.Key, Value: CategoryAlias.Now(sql, c.Value))).Where(c => finder.Value.IsLeaf(c.Value)).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal) }, finder.Value, attributes)
                {
                    Stores = new OrderedDictionary<string, Guid>(stores, StringComparer.OrdinalIgnoreCase), UsualTax = terms.Usual?.Tax ?? most ?? TaxCategories.Standard,
                };
        });
    }

    /// <summary>The product as it would be kept; what is left out is noted, and what cannot be taken refused, in the source.</summary>
    public Fitted? Fit(SourceProduct source)
    {
        if (source.Refused.Count == 0 && source.Name.Length == 0)
        {
            source.Refuse(source.Row, "", ImportProblems.NameMissing);
        }

        if (source.Variants.Count > Combinations.Most) // before each is held against all others
        {
            source.Refuse(source.Row, "", CatalogueProblems.TooManyVariants.With(Combinations.Most));
            return null;
        }

        var (options, choices) = Options(source);
        foreach (var (first, other) in choices.Index().Select(c => (choices.FindIndex(o => o.SequenceEqual(c.Item)), c.Index)).Where(c => c.Item1 != c.Index))
        {
            source.Refuse(source.Variants[other].Row, "", ImportProblems.ChoiceTwice.With(source.Variants[first].Row));
        }

        if (source.Refused.Count > 0)
        {
            return null;
        }

        var variants = source.Variants.Select((v, i) => new VariantInput(null, choices[i], v.Sku, v.Gtin, Price(source, v), false, Fits(v.Measure), v.Grams)).ToList();
        var priced = variants.TrueForAll(v => v.Price > 0);
        if (source.Photos.Count > ProductPhotos.Most)
        {
            source.Note(source.Row, "", ImportProblems.PhotosLeft.With(ProductPhotos.Most));
            source.Photos.RemoveRange(ProductPhotos.Most, source.Photos.Count - ProductPhotos.Most);
        }

        var (category, tax) = (Category(source, out var chosen), Tax(source));
        var input = new ProductInput
        {
            Name = Texts(source, "name", source.Name, 200),
            Description = Texts(source, "description", source.Description, FieldChecks.MostText),
            Safety = Texts(source, "safety", source.Safety, FieldChecks.MostText),
            CategoryId = category,
            TaxCategory = tax ?? (IsUsualRate(source.TheirTax?.Words) ? TaxCategories.Standard : terms.Tax ?? UsualTax),
            Maker = source.Maker is { } maker ? Cut(source, maker, 200) : null,
            Attributes = Attributes(source),
            Options = options,
            Variants = variants,
        };
        input = Selling(source, input);
        return !IsWritten(source, input) ? null : new Fitted(source, input, source.Published && priced && terms.Publish, source.Variants.ConvertAll<IReadOnlyDictionary<Guid, long>>(v => Counts(source, v))) { Category = chosen, Tax = tax, Reductions = source.Variants.ConvertAll(v => Reduction(source, v)) };
    }

    private SortedDictionary<Guid, long> Counts(SourceProduct source, SourceVariant variant)
    {
        if (variant.Quantity is null && variant.Stores.Count == 0)
        {
            return NotCounted;
        }

        foreach (var unknown in variant.Stores.Keys.Where(slug => !Stores.ContainsKey(slug)))
        {
            source.Note(source.Row, HallesTable.StockOf(unknown), ImportProblems.StoreUnknown.With(unknown));
        }

        var counts = new SortedDictionary<Guid, long>();
        if (variant.Quantity is { } pieces && Store is { } chosen)
        {
            counts[chosen] = pieces;
        }

        foreach (var (slug, inStore) in variant.Stores) // a column of the store's own says more than the one for all
        {
            if (Stores.TryGetValue(slug, out var store))
            {
                counts[store] = inStore;
            }
        }

        return counts;
    }

    /// <summary>Says of options what writing them would say: too many, or alike.</summary>
    private bool IsWritten(SourceProduct source, ProductInput input)
    {
        if (input.Options.Count > 0)
        {
            var check = new FieldChecks();
            input.Checked(check, language);
            check.Problem?.Single.ToList().ForEach(p => source.Refuse(source.Row, "", p));
        }

        return source.Refused.Count == 0;
    }

    /// <summary>As the file says; else what it does not count can be ordered, and is then got ready.</summary>
    private ProductInput Selling(SourceProduct source, ProductInput input) => source.Terms is { } own
        ? input with { Policy = own.Policy, PreparationHours = own.PreparationHours, AgeLimit = own.AgeLimit, StepUnit = own.StepUnit, StepSize = own.StepSize, Weighed = own.Weighed }
        : source.IsCounted || terms.ReadyHours == 0 ? input
        : input with { Policy = StockPolicy.ToOrder, PreparationHours = terms.ReadyHours };

    /// <summary>Whether the shop chose its category, or it is known here.</summary>
    public bool HasHome(SourceProduct source) => source.Category.Length > 0 && (terms.Categories.ContainsKey(source.Category) || categories.Find(source.Category) is not null);

    /// <summary>Where it stands.</summary>
    /// <param name="chosen">The same where the shop has said so of its category; else null.</param>
    private Guid Category(SourceProduct source, out Guid? chosen)
    {
        chosen = source.Category.Length > 0 && terms.Categories.TryGetValue(source.Category, out var said) ? said : null;
        if ((chosen ?? categories.Find(source.Category)) is { } found)
        {
            return found;
        }

        if (categories.Default != Guid.Empty && source.Category.Length > 0)
        {
            source.Note(source.Row, "", ImportProblems.CategoryGuessed.With(categories.NameOf(categories.Default)), onlyOfNew: true);
        }
        else if (categories.Default != Guid.Empty)
        {
            source.NoteOnce("", ImportProblems.CategoryNone.With(categories.NameOf(categories.Default)), onlyOfNew: true);
        }

        return categories.Default;
    }

    /// <summary>Words by which others say no more than that nothing special holds: enough for a new product, no reason to change one.</summary>
    private static bool IsUsualRate(string? words) => words is "true" || TaxCategories.Standard.Equals(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>The tax category that the file says, or the shop of the file's word; null where neither does.</summary>
    private string? Tax(SourceProduct source)
    {
        if (source.Tax is { } own && TaxCategories.OfProducts.Contains(own))
        {
            return own;
        }

        if (source.TheirTax is not var (column, words))
        {
            return null;
        }

        if (terms.Taxes.TryGetValue(words, out var mapped))
        {
            return mapped;
        }

        if (!IsUsualRate(words) && !IsAlone)
        {
            source.NoteOnce(column, ImportProblems.TaxGuessed.With(words), onlyOfNew: true);
        }

        return null;
    }

    /// <summary>The price in minor units; 0 where there is none that can be kept.</summary>
    private long Price(SourceProduct source, SourceVariant variant)
    {
        if (variant.Price is not { } price)
        {
            source.Note(variant.Row, "", ImportProblems.PriceMissing);
            return 0;
        }

        if (variant.Currency is { } named && !named.Equals(currency.Code, StringComparison.OrdinalIgnoreCase))
        {
            if (RateOf(named) is not { } rate)
            {
                source.Note(variant.Row, "", ImportProblems.OtherCurrency.With(named, currency.Code));
                return 0;
            }

            price *= rate;
        }

        return Minor(price);
    }

    private decimal? RateOf(string other) => terms.Rates.TryGetValue(other.ToUpperInvariant(), out var rate) ? rate : IsAlone ? 1 : null;

    private long Minor(decimal price) => (long)Math.Min(decimal.Round(price * currency.MinorPerMajor, MidpointRounding.AwayFromZero), ProductInput.MostPrice);

    private Reduction? Reduction(SourceProduct source, SourceVariant variant)
    {
        if (variant.Reduction is not var (since, before))
        {
            return null;
        }

        var rate = variant.Currency is { } other && !other.Equals(currency.Code, StringComparison.OrdinalIgnoreCase) ? RateOf(other) ?? 0 : 1;
        var reduction = new Reduction(since, Minor(before * rate));
        if (reduction.Before > Price(source, variant))
        {
            return reduction;
        }

        source.Note(variant.Row, HallesTable.Reduced, ImportProblems.ReductionLeft);
        return null;
    }

    private LocalText Texts(SourceProduct source, string field, string own, int most)
    {
        var texts = new LocalText { [language] = Cut(source, own, most) };
        foreach (var ((_, tongue), text) in source.Translations.Where(t => t.Key.Field == field && Language.TryParse(t.Key.Language, out _)))
        {
            texts[tongue] = Cut(source, text, most);
        }

        return texts;
    }

    /// <summary>A text that can be kept: not too long, without characters that are none.</summary>
    private static string Cut(SourceProduct source, string text, int most)
    {
        var kept = TextRules.CanBeKept(text) ? text : new string([.. text.Where(c => !char.IsSurrogate(c) && (c >= ' ' || c is '\n' or '\t'))]);
        if (kept.Length <= most)
        {
            return kept;
        }

        source.Note(source.Row, "", ImportProblems.TextCut.With(most));
        return char.IsHighSurrogate(kept[most - 1]) ? kept[..(most - 1)] : kept[..most];
    }

    /// <summary>The options with the values that occur, and each variant's choice among them.</summary>
    private (List<ProductOption> Options, List<List<int>> Choices) Options(SourceProduct source)
    {
        if (source.Options.Count == 0)
        {
            return ([], source.Variants.ConvertAll(_ => new List<int>()));
        }

        var names = source.Options.ConvertAll(n => n);
        var rows = source.Variants.ConvertAll(v => v.Choice.Select(c => c.Length > 0 ? c : "–").ToList());
        var values = names.Select((_, i) => rows.Select(r => r[i]).Distinct(StringComparer.OrdinalIgnoreCase).ToList()).ToList();
        var many = names.Count > ProductInput.MostOptions || values.Exists(v => v.Count > ProductInput.MostValues);
        if (many || values.Aggregate(1L, (n, v) => n * v.Count) > rows.Count) // a product here has every combination of its options
        {
            source.Note(source.Row, "", many ? ImportProblems.OptionsLeft.With(ProductInput.MostOptions, ProductInput.MostValues) : ImportProblems.OptionsSparse);
            source.Words.Clear(); // of the options one by one, which there are no more
            names = [string.Join(" / ", names)];
            rows = rows.ConvertAll(r => new List<string> { string.Join(" / ", r) });
            values = [[.. rows.Select(r => r[0]).Distinct(StringComparer.OrdinalIgnoreCase)]];
        }

        return (
            [.. names.Select((n, i) => new ProductOption(Own(n, 40, i, ""), [.. values[i].Select(v => Own(v, 80, i, v))]))],
            rows.ConvertAll(r => r.Select((value, i) => values[i].FindIndex(v => v.Equals(value, StringComparison.OrdinalIgnoreCase))).ToList()));

        LocalText Own(string text, int most, int option, string word)
        {
            var words = new LocalText { [language] = Short(text, most) };
            foreach (var (tongue, other) in source.Words.GetValueOrDefault((option, word)) ?? [])
            {
                words.TryAdd(tongue, Short(other, most));
            }

            return words;
        }

        static string Short(string text, int most) => text.Length <= most ? text : text[..most];
    }

    /// <summary>Those that the mall knows, by code or name, with values that fit.</summary>
    private Dictionary<string, string> Attributes(SourceProduct source)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in source.Attributes)
        {
            if (value.Length == 0 || IsAlone)
            {
                continue;
            }

            if (!_attributes.TryGetValue(Folding.Fold(name), out var attribute))
            {
                source.NoteOnce(name, ImportProblems.AttributeLeft);
                continue;
            }

            var fitting = value.Length > 100 || !TextRules.CanBeKept(value) ? null : attribute.Type switch
            {
                AttributeType.YesNo => value.ToUpperInvariant() switch { "TRUE" or "YES" or "Y" or "1" => "true", "FALSE" or "NO" or "N" or "0" => "false", _ => null },
                AttributeType.Number => decimal.TryParse(value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? value : null,
                _ => attribute.ValueOf(value),
            };
            if (fitting is null)
            {
                source.NoteOnce(name, ImportProblems.AttributeUnfit);
            }
            else
            {
                kept[attribute.Code] = fitting;
            }
        }

        return kept;
    }

    private static string? Fits(string? measure) => Measure.TryParse(measure, out var parsed) ? parsed.ToString() : null;
}
