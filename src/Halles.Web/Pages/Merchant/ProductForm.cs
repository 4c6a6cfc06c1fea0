using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Web.Pages.Merchant;

/// <summary>The fields of a product's form: from what is kept, and into what the use case takes.</summary>
internal static class ProductForm
{
    /// <summary>The units by which goods are sold in steps.</summary>
    public static readonly IReadOnlyList<string> StepUnits = ["g", "kg", "ml", "cl", "l", "cm", "m"];

    /// <summary>Every field with what is kept.</summary>
    public static Dictionary<string, string?> Kept(ProductToEdit found, PageContext page, IReadOnlyDictionary<string, ProductAttribute> attributes)
    {
        var p = found.Product;
        var kept = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["category"] = p.CategoryId.ToString(),
            ["tax"] = p.TaxCategory,
            ["maker"] = p.Maker,
            ["age"] = Number(p.AgeLimit),
            ["policy"] = p.Policy.ToString(),
            ["preparation-hours"] = p.PreparationHours > 0 ? Number(p.PreparationHours) : "",
            ["step-unit"] = p.StepUnit,
            ["step-size"] = Number(p.StepSize),
            ["weighed"] = p.Weighed ? "on" : "",
            ["version"] = p.Version.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var text in found.Texts)
        {
            kept[$"{FieldName(text.Field)}.{text.Language}"] = text.Text;
        }

        foreach (var (code, value) in p.Attributes)
        {
            kept["attributes." + code] = attributes.TryGetValue(code, out var attribute) ? attribute.NameOf(value, page.Language) : value;
        }

        foreach (var (i, option) in p.Options.Index())
        {
            foreach (var language in page.Mall.Languages)
            {
                kept[$"options.{i}.name.{language}"] = option.Name.GetValueOrDefault(language);
                kept[$"options.{i}.values.{language}"] = string.Join('\n', option.Values.Select(v => v.GetValueOrDefault(language) ?? ""));
            }
        }

        foreach (var (i, v) in found.Variants.Index())
        {
            kept[VariantInput.Field(i, "id")] = v.Id.ToString();
            kept[VariantInput.Field(i, "sku")] = v.Sku;
            kept[VariantInput.Field(i, "gtin")] = v.Gtin is null ? null : Gtin.Parse(v.Gtin).Printed;
            kept[VariantInput.Field(i, "price")] = page.Typed(v.Price);
            kept[VariantInput.Field(i, "reduced")] = v.ReducedSince is null ? "" : "on";
            kept[VariantInput.Field(i, "measure")] = v.Measure;
            kept[VariantInput.Field(i, "weight")] = v.Weight > 0 ? Number(v.Weight) : "";
        }

        foreach (var (i, (row, _)) in found.Photos.Index())
        {
            foreach (var (language, alt) in row.Alt)
            {
                kept[$"alt.{i}.{language}"] = alt;
            }
        }

        return kept;
    }

    /// <summary>What was typed, as the use case takes it; what cannot even be read is a problem of the form.</summary>
    public static ProductInput Read(FormReader form, PageContext page, IReadOnlyDictionary<string, ProductAttribute> attributes) => new()
    {
        Name = form.Texts("name", page.Mall.Languages),
        Description = form.Texts("description", page.Mall.Languages),
        Safety = form.Texts("safety", page.Mall.Languages),
        StillRight = StillRight(form, page),
        CategoryId = Guid.TryParse(form.Raw("category"), out var category) ? category : Guid.Empty,
        TaxCategory = form.Raw("tax"),
        Maker = form.Raw("maker"),
        AgeLimit = (int)form.Whole("age", 0, 25, otherwise: 0),
        Attributes = attributes.Values.Where(a => form.Has("attributes." + a.Code)).ToDictionary(a => a.Code, a => a.ValueOf(form.Raw("attributes." + a.Code)), StringComparer.Ordinal),
        StepUnit = form.Raw("step-unit") is { Length: > 0 } unit ? unit : null,
        StepSize = (int)form.Whole("step-size", 1, 100_000, otherwise: 1),
        Weighed = form.Checked("weighed"),
        Policy = form.Has("policy") ? form.Word("policy", StockPolicy.Counted) : StockPolicy.Counted,
        PreparationHours = (int)form.Whole("preparation-hours", 0, 5_000, otherwise: 0),
        Options = Options(form, page),
        Variants = Variants(form, page),
    };

    /// <summary>A problem told of the field that the form has.</summary>
    public static Problem OnField(Problem problem, string own) =>
        problem.Field is { } field && field.StartsWith("options.", StringComparison.Ordinal) && field.Split('.').Length == 3 ? problem.On($"{field}.{own}") : problem;

    public static string FieldName(TextField field) => field.ToString().ToLowerInvariant();

    private static HashSet<(string, TextField)> StillRight(FormReader form, PageContext page) =>
        [.. page.Mall.Languages.SelectMany(l => Enum.GetValues<TextField>().Select(f => (l, f))).Where(r => form.Checked($"right.{FieldName(r.f)}.{r.l}"))];

    private static List<ProductOption> Options(FormReader form, PageContext page)
    {
        var options = new List<ProductOption>();
        for (var i = 0; i < ProductInput.MostOptions; i++)
        {
            var (option, lines) = (i, page.Mall.Languages.ToDictionary(l => l, l => Lines(form.Raw($"options.{i}.values.{l}")), StringComparer.Ordinal));
            var name = form.Texts($"options.{option}.name", page.Mall.Languages);
            if (name.Values.All(string.IsNullOrWhiteSpace) && lines.Values.All(l => Array.TrueForAll(l, t => t.Length == 0)))
            {
                continue;
            }

            // The nth line of each language is the nth value: an empty one is a value without words there, empty in all is none.
            var values = Enumerable.Range(0, lines.Values.Max(l => l.Length)).Where(n => lines.Values.Any(l => l.ElementAtOrDefault(n) is { Length: > 0 })).Select(n =>
            {
                var value = new LocalText();
                foreach (var language in page.Mall.Languages)
                {
                    value[language] = lines[language].ElementAtOrDefault(n) ?? "";
                }

                return value;
            });
            options.Add(new ProductOption(name, [.. values]));
        }

        return options;
    }

    private static List<VariantInput> Variants(FormReader form, PageContext page)
    {
        var variants = new List<VariantInput>();
        for (var i = 0; form.Has(VariantInput.Field(i, "sku")) && i < 200; i++)
        {
            string Name(string part) => VariantInput.Field(i, part);
            variants.Add(new VariantInput(
                Guid.TryParse(form.Raw(Name("id")), out var id) ? id : null,
                [],
                form.Raw(Name("sku")),
                form.Raw(Name("gtin")),
                form.Amount(Name("price"), page.Currency, required: false) ?? 0,
                form.Checked(Name("reduced")),
                form.Raw(Name("measure")),
                (int)form.Whole(Name("weight"), 0, 1_000_000, otherwise: 0)));
        }

        return variants;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
