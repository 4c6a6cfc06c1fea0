using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>What a file says over what is there; what it leaves open, or says as it did last time, stays.</summary>
/// <param name="Input">The product from now on.</param>
/// <param name="Kept">For each variant of the file the one here that it is; null where it is new, or is none here any more.</param>
/// <param name="IsAsInFile">Options and variants are those of the file; else they stay as they are here.</param>
internal sealed record Merged(ProductInput Input, IReadOnlyList<Guid?> Kept, bool IsAsInFile)
{
    /// <summary>Holds a product of a file against the same product here.</summary>
    /// <param name="said">What the last file said of it; null when that is not known.</param>
    /// <param name="language">The language in which the shop writes.</param>
    public static Merged Of(ProductInput there, Fitted fitted, Said? said, string language)
    {
        var file = fitted.Input;
        var stays = IsBuiltAsBefore(there, fitted, said, language);
        var (options, variants, kept) = stays ? AsTheyAre(there, file, said, language) : AsInFile(there, file, said, language);
        var selling = fitted.Source.Terms is null ? there : file;
        return new Merged(
            there with
            {
                Policy = selling.Policy,
                PreparationHours = selling.PreparationHours,
                AgeLimit = selling.AgeLimit,
                StepUnit = selling.StepUnit,
                StepSize = selling.StepSize,
                Weighed = selling.Weighed,
                Name = Over(there.Name, file.Name),
                Description = Over(there.Description, file.Description),
                Safety = Over(there.Safety, file.Safety),
                Maker = file.Maker ?? there.Maker,
                CategoryId = fitted.Category is { } category && category != said?.Category ? category : there.CategoryId,
                TaxCategory = fitted.Tax is { } tax && tax != said?.Tax ? tax : there.TaxCategory,
                Attributes = file.Attributes.Concat(there.Attributes.Where(a => !file.Attributes.ContainsKey(a.Key))).ToDictionary(StringComparer.Ordinal),
                Options = options,
                Variants = variants,
            }, kept, !stays);
    }

    // A file that knows no variants, or names the same ones as last time, says nothing of how the product is built here.
    private static bool IsBuiltAsBefore(ProductInput there, Fitted fitted, Said? said, string language) =>
        (fitted.Source.KnowsNoVariants && there.Options.Count > 0)
        || (said is not null && said.Variants.Count == fitted.Input.Variants.Count && fitted.Input.Variants.All(v => said.Variants.ContainsKey(Said.KeyOf(fitted.Input.Options, v.Choice, language))));

    private static (IReadOnlyList<ProductOption> Options, IReadOnlyList<VariantInput> Variants, Guid?[] Kept) AsTheyAre(ProductInput there, ProductInput file, Said? said, string language)
    {
        var keys = there.Variants.Select(v => Said.KeyOf(there.Options, v.Choice, language)).ToList();
        var places = file.Variants.Select(v => Place(Said.KeyOf(file.Options, v.Choice, language), v)).ToArray();
        var variants = there.Variants.Select((t, at) => Array.IndexOf(places, at) is >= 0 and var i
            ? Over(t, file.Variants[i], PriceSaid(said, file, i, t.Id, language)) with { Id = t.Id, Choice = t.Choice }
            : t);
        return ([.. there.Options.Select(o => file.Options.FirstOrDefault(f => Same(f.Name, o.Name, language)) is { } same ? Translated(o, same, language) : o)], [.. variants], [.. places.Select(p => p < 0 ? null : there.Variants[p].Id)]);

        // The one that it was last time; else by the words of its options; else, where the shop has named them otherwise, by its number or bar code.
        int Place(string key, VariantInput v) => said?.Variants.GetValueOrDefault(key)?.Id is { } last && there.Variants.Index().FirstOrDefault(t => t.Item.Id == last, (-1, null!)).Index is >= 0 and var same ? same
            : keys.IndexOf(key) is >= 0 and var at ? at
            : there.Variants.Index().FirstOrDefault(t => v.Sku is { } sku && sku.Equals(t.Item.Sku, StringComparison.OrdinalIgnoreCase), (-1, null!)).Index is >= 0 and var numbered ? numbered
            : there.Variants.Index().FirstOrDefault(t => v.Gtin is not null && v.Gtin == t.Item.Gtin, (-1, null!)).Index;
    }

    private static (IReadOnlyList<ProductOption> Options, IReadOnlyList<VariantInput> Variants, Guid?[] Kept) AsInFile(ProductInput there, ProductInput file, Said? said, string language)
    {
        var options = file.Options.Select((o, i) => i < there.Options.Count ? Translated(there.Options[i], o, language, o) : o).ToList();
        var byId = there.Variants.ToDictionary(v => v.Id!.Value);
        var combinations = Combinations.Of(there.Options, [.. there.Variants.Select(v => (v.Id!.Value, v.Choice))], options, language);
        var kept = file.Variants.Select(v => combinations.Find(c => c.Choice.SequenceEqual(v.Choice))?.Kept).ToArray();
        return (options, [.. file.Variants.Select((v, i) => kept[i] is { } id ? Over(byId[id], v, PriceSaid(said, file, i, id, language)) : v)], kept);
    }

    private static long? PriceSaid(Said? said, ProductInput file, int index, Guid? here, string language) =>
        said?.Variant(Said.KeyOf(file.Options, file.Variants[index].Choice, language), here)?.Price;

    /// <summary>A variant of the file over the one that it is here. A reduction goes on until the file asks for another price.</summary>
    private static VariantInput Over(VariantInput there, VariantInput file, long? said)
    {
        var asks = file.Price > 0 && file.Price != there.Price && (file.Price != said || there.Price == 0);
        return file with
        {
            Sku = file.Sku ?? there.Sku,
            Gtin = file.Gtin ?? there.Gtin,
            Measure = file.Measure ?? there.Measure,
            Weight = file.Weight > 0 ? file.Weight : there.Weight,
            Price = asks ? file.Price : there.Price,
            Reduced = !asks && there.Reduced,
        };
    }

    /// <summary>An option with the translations that it has here and those of the file.</summary>
    /// <param name="build">Whose values it has from now on.</param>
    private static ProductOption Translated(ProductOption there, ProductOption file, string language, ProductOption? build = null)
    {
        build ??= there;
        return new ProductOption(Words(build.Name, [there.Name], [file.Name]), [.. build.Values.Select(v => Words(v, there.Values, file.Values))]);

        LocalText Words(LocalText word, IEnumerable<LocalText> here, IEnumerable<LocalText> there) =>
            Over(here.FirstOrDefault(t => Same(t, word, language)) ?? word, there.FirstOrDefault(t => Same(t, word, language)) ?? []);
    }

    private static bool Same(LocalText a, LocalText b, string language) => string.Equals(a.Best(language), b.Best(language), StringComparison.OrdinalIgnoreCase);

    private static LocalText Over(LocalText there, LocalText file)
    {
        var texts = new LocalText();
        foreach (var (language, text) in there.Concat(file.Where(t => t.Value.Length > 0)))
        {
            texts[language] = text;
        }

        return texts;
    }
}
