using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>A variant as it is sold at this moment, read from the tables: what baskets show and what orders are priced by.</summary>
public sealed record OfferNow
{
    public required Guid ShopId { get; init; }

    public required Guid ProductId { get; init; }

    public required Guid VariantId { get; init; }

    public required Guid CategoryId { get; init; }

    public required string Handle { get; init; }

    public required string Sku { get; init; }

    public string? Gtin { get; init; }

    /// <summary>Published and not archived. Whether its shop sells now is another question.</summary>
    public required bool ForSale { get; init; }

    /// <summary>In the wanted language, or else in the product's own.</summary>
    public required string Name { get; init; }

    /// <summary>The language that <see cref="Name"/> is in.</summary>
    public required string NameLanguage { get; init; }

    /// <summary>The chosen options in words, such as <c>Size: 18 cm</c>; empty when there is no choice.</summary>
    public required string Choice { get; init; }

    /// <summary>Minor units, VAT included: of one piece, or of one kg, l or m for goods sold by steps.</summary>
    public required long Price { get; init; }

    public required string TaxCategory { get; init; }

    public required int AgeLimit { get; init; }

    public string? StepUnit { get; init; }

    public required int StepSize { get; init; }

    public required bool Weighed { get; init; }

    public required StockPolicy Policy { get; init; }

    /// <summary>Hours that a piece made to order takes; 0 for goods in stock.</summary>
    public required int PreparationHours { get; init; }

    /// <summary>Grams of a piece with its packing.</summary>
    public required int Weight { get; init; }

    /// <summary>The contents of a piece, for the unit price.</summary>
    public string? Measure { get; init; }

    private const string Shown = "AND (p.state <> 'Draft' OR p.published_at IS NOT NULL)";

    /// <summary>What so many pieces or steps cost; for weighed goods what the asked weight would cost.</summary>
    public long PriceOf(long quantity) => LinePrice.Of(Price, quantity, StepUnit, StepSize);

    /// <summary>Grams of so many pieces or steps: of goods sold by weight the weight itself.</summary>
    public int WeightOf(long quantity) => (int)Math.Min(int.MaxValue, StepUnit switch
    {
        "g" => quantity * StepSize,
        "kg" => quantity * StepSize * 1000,
        _ => quantity * Weight,
    });

    /// <summary>Reads variants of any shops in one statement; those that never were are missing from the answer.</summary>
    /// <param name="language">The language for names and options.</param>
    /// <param name="drafts">True for the shop itself: to others what was never published answers like none.</param>
    public static Dictionary<Guid, OfferNow> Read(SqlSession sql, IEnumerable<Guid> variants, string language, bool drafts = false)
    {
        var found = new Dictionary<Guid, OfferNow>();
        sql.ReadTogether(Query(sql, variants, language, found, drafts));
        return found;
    }

    /// <summary>The same, to be read together with other things.</summary>
    public static SqlQuery Query(SqlSession sql, IEnumerable<Guid> variants, string language, Dictionary<Guid, OfferNow> into, bool drafts = false) => new(
        $"""
        SELECT v.shop_id, v.product_id, v.id, p.handle, v.sku, v.gtin, v.archived, p.state, v.choice, v.price, p.tax_category, p.age_limit, p.options,
            p.step_unit, p.step_size, p.weighed, p.policy, p.preparation_hours, v.weight, v.measure, p.language, w.text, o.text, p.category_id
        FROM variants v JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id
        LEFT JOIN product_texts w ON w.shop_id = v.shop_id AND w.product_id = v.product_id AND w.language = $2 AND w.field = 'Name'
        LEFT JOIN product_texts o ON o.shop_id = v.shop_id AND o.product_id = v.product_id AND o.language = p.language AND o.field = 'Name'
        WHERE v.id {sql.Among(1)} {(drafts ? "" : Shown)}
        """, r =>
        {
            var offer = Row(r, language);
            into[offer.VariantId] = offer;
        }, sql.Ids(variants), language);

    private static OfferNow Row(SqlRows r, string language)
    {
        var policy = r.Word<StockPolicy>(16);
        return new OfferNow
        {
            ShopId = r.Id(0),
            ProductId = r.Id(1),
            VariantId = r.Id(2),
            CategoryId = r.Id(23),
            Handle = r.Text(3),
            Sku = r.Text(4),
            Gtin = r.TextOrNull(5),
            ForSale = !r.Bool(6) && r.Text(7) == nameof(ProductState.Published),
            Name = r.TextOrNull(21) ?? r.TextOrNull(22) ?? r.Text(4),
            NameLanguage = r.IsNull(21) ? r.Text(20) : language,
            Choice = r.Text(8) == "[]" ? "" : InWords(r.Json<List<ProductOption>>(12), r.Json<List<int>>(8), language),
            Price = r.Long(9),
            TaxCategory = r.Text(10),
            AgeLimit = r.Int(11),
            StepUnit = r.TextOrNull(13),
            StepSize = r.Int(14),
            Weighed = r.Bool(15),
            Policy = policy,
            PreparationHours = policy is StockPolicy.ToOrder ? r.Int(17) : 0,
            Weight = r.Int(18),
            Measure = r.TextOrNull(19),
        };
    }

    private static string InWords(List<ProductOption> options, List<int> choice, string language) => string.Join(", ", options
        .Zip(choice, (option, index) => (option, index))
        .Where(c => c.index >= 0 && c.index < c.option.Values.Count)
        .Select(c => c.option.Name.Best(language) + (language == "fr" ? "\u00A0: " : ": ") + c.option.Values[c.index].Best(language)));
}
