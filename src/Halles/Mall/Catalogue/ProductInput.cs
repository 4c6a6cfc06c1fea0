using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Tax;

namespace Halles.Mall.Catalogue;

/// <summary>A product as it is typed: all that its form holds.</summary>
public sealed record ProductInput
{
    /// <summary>The most options of a product.</summary>
    public const int MostOptions = 3;

    /// <summary>The most values of an option.</summary>
    public const int MostValues = 50;

    /// <summary>The highest price in minor units.</summary>
    public const long MostPrice = 100_000_000;

    public required LocalText Name { get; init; }

    /// <summary>Markdown without HTML.</summary>
    public LocalText Description { get; init; } = [];

    public LocalText Safety { get; init; } = [];

    /// <summary>Translations that are still right although the own text has changed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlySet<(string Language, TextField Field)> StillRight { get; init; } = new HashSet<(string, TextField)>();

    public required Guid CategoryId { get; init; }

    public required string TaxCategory { get; init; }

    public string? Maker { get; init; }

    public int AgeLimit { get; init; }

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public string? StepUnit { get; init; }

    public int StepSize { get; init; } = 1;

    public bool Weighed { get; init; }

    public StockPolicy Policy { get; init; }

    public int PreparationHours { get; init; }

    public IReadOnlyList<ProductOption> Options { get; init; } = [];

    /// <summary>Variants that are there already by their id, new ones by their choice; combinations that are not named are filled in.</summary>
    public IReadOnlyList<VariantInput> Variants { get; init; } = [];

    /// <summary>Its texts by field.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    internal IEnumerable<(TextField Field, LocalText Text)> Fields => [(TextField.Name, Name), (TextField.Description, Description), (TextField.Safety, Safety)];

    /// <summary>A product as it is kept, as its form would send it back.</summary>
    /// <param name="variants">Those on sale, in order.</param>
    public static ProductInput Of(Product product, IEnumerable<ProductText> texts, IEnumerable<Variant> variants)
    {
        var byField = texts.ToLookup(t => t.Field);
        return new ProductInput
        {
            Name = Texts(TextField.Name),
            Description = Texts(TextField.Description),
            Safety = Texts(TextField.Safety),
            CategoryId = product.CategoryId,
            TaxCategory = product.TaxCategory,
            Maker = product.Maker,
            AgeLimit = product.AgeLimit,
            Attributes = product.Attributes,
            StepUnit = product.StepUnit,
            StepSize = product.StepSize,
            Weighed = product.Weighed,
            Policy = product.Policy,
            PreparationHours = product.PreparationHours,
            Options = product.Options,
            Variants = [.. variants.Select(v => new VariantInput(v.Id, v.Choice, v.Sku, v.Gtin, v.Price, v.ReducedSince is not null, v.Measure, v.Weight))],
        };

        LocalText Texts(TextField field)
        {
            var all = new LocalText();
            foreach (var text in byField[field])
            {
                all[text.Language] = text.Text;
            }

            return all;
        }
    }

    /// <summary>Everything tidied as it is kept, as far as it can be told without the database.</summary>
    /// <param name="own">The language in which the shop writes.</param>
    internal ProductInput Checked(FieldChecks check, string own)
    {
        check.OneOf("tax", TaxCategory, TaxCategories.OfProducts);
        check.Number("age", AgeLimit, 0, 25);
        check.Number("preparation-hours", PreparationHours, 0, 5_000);
        check.Add("preparation-hours", Policy is StockPolicy.ToOrder && PreparationHours == 0 ? CatalogueProblems.PreparationTime : null);
        check.Number("step-size", StepSize, 1, 100_000);
        check.Add("step-unit", SoldSensibly() ? null : CatalogueProblems.Steps);
        return this with
        {
            Name = check.Texts("name", Name, 200, own),
            Description = check.Texts("description", Description),
            Safety = check.Texts("safety", Safety, 4_000),
            Maker = check.TextOrNull("maker", Maker, 200),
            Options = CheckedOptions(check, own),
            Variants = [.. Variants.Select((v, i) => v.Checked(check, i, StepUnit is null))],
            StepUnit = Units.TryParse(StepUnit, out var unit) && !string.IsNullOrWhiteSpace(StepUnit) ? unit.Sign() : null,
            StepSize = string.IsNullOrWhiteSpace(StepUnit) ? 1 : StepSize,
        };
    }

    private bool SoldSensibly() => string.IsNullOrWhiteSpace(StepUnit)
        ? !Weighed
        : Units.TryParse(StepUnit, out var unit) && unit.Base() is Unit.Kilogram or Unit.Litre or Unit.Metre && (!Weighed || unit.Base() is Unit.Kilogram);

    private List<ProductOption> CheckedOptions(FieldChecks check, string own)
    {
        check.Add("options", Options.Count > MostOptions ? CatalogueProblems.TooManyOptions.With(MostOptions) : null);
        var options = Options.Take(MostOptions).Select((option, i) => new ProductOption(
            check.Texts(Named(i, "name"), option.Name, 40, own),
            [.. option.Values.Take(MostValues).Select(v => check.Texts(Named(i, "values"), v, 80, own))])).ToList();
        foreach (var (i, option) in options.Index())
        {
            var different = option.Values.Select(v => v.GetValueOrDefault(own) ?? "").Distinct(StringComparer.OrdinalIgnoreCase).Count();
            check.Add(Named(i, "values"), different == 0 || different != Options[i].Values.Count ? CatalogueProblems.OptionValues.With(MostValues) : null);
        }

        check.Add("options", options.Aggregate(1L, (n, o) => n * Math.Max(1, o.Values.Count)) > Combinations.Most ? CatalogueProblems.TooManyVariants.With(Combinations.Most) : null);
        return options;

        static string Named(int option, string part) => string.Create(CultureInfo.InvariantCulture, $"options.{option}.{part}");
    }
}

/// <summary>A variant as it is typed.</summary>
/// <param name="Id">The variant that is there already; null for a new one.</param>
/// <param name="Choice">For a new one, the index of each option's value.</param>
/// <param name="Sku">The shop's own number; one is made when empty.</param>
/// <param name="Price">Minor units, VAT included.</param>
/// <param name="Reduced">Announce the price as a reduction.</param>
public sealed record VariantInput(Guid? Id, IReadOnlyList<int> Choice, string? Sku, string? Gtin, long Price, bool Reduced, string? Measure, int Weight)
{
    internal VariantInput Checked(FieldChecks check, int index, bool byPiece)
    {
        check.Number(Named("price"), Price, 0, ProductInput.MostPrice);
        check.Number(Named("weight"), Weight, 0, 1_000_000);
        var gtin = check.TextOrNull(Named("gtin"), Gtin, 20);
        if (gtin is not null)
        {
            check.Add(Named("gtin"), Kernel.Gtin.TryParse(gtin, out var parsed, out var wrong) ? null : wrong);
            gtin = wrong is null ? parsed.Value : gtin;
        }

        var measure = check.TextOrNull(Named("measure"), Measure, 40);
        if (measure is not null)
        {
            check.Add(Named("measure"), Kernel.Measure.TryParse(measure, out var parsed) ? null : CatalogueProblems.Measure);
            measure = parsed.Amount > 0 ? parsed.ToString() : measure;
        }

        return this with { Sku = check.TextOrNull(Named("sku"), Sku, 60), Gtin = gtin, Measure = byPiece ? measure : null };

        string Named(string part) => Field(index, part);
    }

    /// <summary>The name of a field of a variant by its place in the form.</summary>
    public static string Field(int index, string part) => string.Create(CultureInfo.InvariantCulture, $"variants.{index}.{part}");
}
