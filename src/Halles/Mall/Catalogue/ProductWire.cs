using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>A product as it was sent, turned into what the use cases take; their problems are told of the members that were sent.</summary>
/// <param name="own">The language in which the shop writes.</param>
/// <param name="spoken">The languages of the mall.</param>
internal sealed class ProductWire(ProductContent sent, string own, IReadOnlyList<string> spoken, string currency)
{
    private readonly FieldChecks _check = new();

    /// <summary>What was sent, or all that is wrong with it as far as its shape goes.</summary>
    public Result<ProductInput> Input(SqlSession sql)
    {
        var options = sent.Options ?? [];
        if (TooMuch(options) is { } tooMuch)
        {
            return tooMuch;
        }

        if (!Wire.TryWord<StockPolicy>(sent.Policy, out var policy))
        {
            _check.Add("policy", ApiProblems.NoWord<StockPolicy>("policy"));
        }

        var input = new ProductInput
        {
            Name = Texts("name", sent.Name),
            Description = Texts("description", sent.Description),
            Safety = Texts("safety", sent.Safety),
            StillRight = StillRight(),
            CategoryId = sql.Scalar<Guid>("SELECT id FROM categories WHERE code = $1", sent.Category),
            TaxCategory = sent.TaxCategory,
            Maker = sent.Maker,
            AgeLimit = sent.AgeLimit,
            Attributes = sent.Attributes ?? new Dictionary<string, string>(),
            StepUnit = sent.StepUnit,
            StepSize = sent.StepSize,
            Weighed = sent.Weighed,
            Policy = policy,
            PreparationHours = sent.PreparationHours,
            Options = [.. options.Select((o, i) => new ProductOption(Texts($"options[{i}].name", o.Name), [.. o.Values.Select(v => Texts($"options[{i}].values", v))]))],
            Variants = [.. sent.Variants.Select((v, i) => Variant(v, i, options))],
        };
        foreach (var (i, variant) in input.Variants.Index().Where(v => !v.Item.Choice.Contains(-1) && input.Variants.Take(v.Index).Any(earlier => earlier.Choice.SequenceEqual(v.Item.Choice))))
        {
            _check.Add($"variants[{i}].choice", ProductsEndpoints.VariantTwice);
        }

        return _check.Problem is { } problem ? problem : input;
    }

    /// <summary>A problem of the use cases, told of the members as they are called here.</summary>
    public static Problem OnMember(Problem problem) => problem with { Field = Member(problem.Field), Parts = [.. problem.Parts.Select(OnMember)] };

    private static string? Member(string? field) => field?.Split('.') switch
    {
        ["tax"] => "taxCategory",
        ["age"] => "ageLimit",
        ["preparation-hours"] => "preparationHours",
        ["step-size"] => "stepSize",
        ["step-unit"] => "stepUnit",
        ["variants", var index, "weight"] => $"variants[{index}].weightGrams",
        ["variants", var index, .. var rest] => $"variants[{index}].{string.Join('.', rest)}",
        ["options", var index, .. var rest] => $"options[{index}].{string.Join('.', rest)}",
        _ => field,
    };

    // Looked at first: the rest goes through each with each.
    private Problem? TooMuch(IReadOnlyList<OptionContent> options) =>
        options.Count > ProductInput.MostOptions ? CatalogueProblems.TooManyOptions.With(ProductInput.MostOptions).On("options")
        : options.Any(o => o.Values.Count > ProductInput.MostValues) ? CatalogueProblems.OptionValues.With(ProductInput.MostValues).On("options")
        : sent.Variants.Count > Combinations.Most ? CatalogueProblems.TooManyVariants.With(Combinations.Most).On("variants")
        : null;

    private LocalText Texts(string member, IReadOnlyDictionary<string, string>? texts)
    {
        var read = new LocalText();
        foreach (var (language, text) in texts ?? new Dictionary<string, string>())
        {
            if (spoken.Contains(language, StringComparer.Ordinal))
            {
                read[language] = text;
            }
            else
            {
                _check.Add($"{member}.{language}", FieldProblems.NotOffered);
            }
        }

        return read;
    }

    private HashSet<(string, TextField)> StillRight()
    {
        var right = new HashSet<(string, TextField)>();
        foreach (var (i, text) in (sent.StillRight ?? []).Index())
        {
            if (text.Split('.') is [var field, var language] && Wire.TryWord<TextField>(field, out var word))
            {
                right.Add((language, word));
            }
            else
            {
                _check.Add($"stillRight[{i}]", ApiProblems.MemberWrong.With("a text like description.en"));
            }
        }

        return right;
    }

    private VariantInput Variant(VariantContent variant, int index, IReadOnlyList<OptionContent> options)
    {
        var chosen = (variant.Choice ?? []).ToList();
        var choice = chosen.Count == options.Count ? options.Select((o, i) => IndexOf(o.Values, chosen[i])).ToList() : [-1];
        _check.Add($"variants[{index}].choice", choice.Contains(-1) ? ProductsEndpoints.VariantChoice : null);
        _check.Add($"variants[{index}].price.currency", variant.Price.Currency == currency ? null : ApiProblems.OtherCurrency.With(currency));
        return new VariantInput(null, choice, variant.Sku, variant.Gtin, variant.Price.Minor, variant.Reduced, variant.Measure, variant.WeightGrams);
    }

    private int IndexOf(IReadOnlyList<IReadOnlyDictionary<string, string>> values, string word)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].GetValueOrDefault(own, "").Trim().Equals(word.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
