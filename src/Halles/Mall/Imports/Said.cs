using System.Text.Json;
using Halles.Kernel;
using Halles.Mall.Catalogue;

namespace Halles.Mall.Imports;

/// <summary>
/// What a file said of a product when it was last taken in, kept with its mark: only what the next file says otherwise is taken
/// over, so that what was sold, priced or put away by hand in between stays.
/// </summary>
/// <param name="Published">Whether it was on sale there.</param>
/// <param name="OnSale">Whether it was to be on sale here: also with a price, and wanted by the shop.</param>
/// <param name="Variants">By <see cref="KeyOf"/>.</param>
/// <param name="Category">Where the shop said it is to stand; null when it never said.</param>
/// <param name="Tax">The tax category that the file or the shop said; null when neither did.</param>
internal sealed record Said(bool Published, bool OnSale, IReadOnlyDictionary<string, SaidVariant> Variants, Guid? Category, string? Tax)
{
    /// <summary>What is kept of a file's product.</summary>
    /// <param name="before">What was said until now: where a shop says nothing of category and tax, that stays.</param>
    public static Said Of(Fitted fitted, string language, Said? before) => new(
        fitted.Source.Published, fitted.Publish,
        fitted.Input.Variants.Select((v, i) => (Key: KeyOf(fitted.Input.Options, v.Choice, language), Said: new SaidVariant(v.Price, fitted.Counts[i]))).DistinctBy(v => v.Key, StringComparer.Ordinal).ToDictionary(v => v.Key, v => v.Said, StringComparer.Ordinal),
        fitted.Category ?? before?.Category, fitted.Tax ?? before?.Tax);

    /// <summary>A variant by the words of its options, whatever their order; empty where there is nothing to choose.</summary>
    public static string KeyOf(IReadOnlyList<ProductOption> options, IReadOnlyList<int> choice, string language) => choice.Count == 0 ? ""
        : string.Join('\n', choice.Select((value, i) => $"{options[i].Name.Best(language)}={options[i].Values[value].Best(language)}").Order(StringComparer.Ordinal)).ToUpperInvariant();

    /// <summary>As it is stored.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json.Stored);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static Said? Parse(string? text) => text is null ? null : JsonSerializer.Deserialize<Said>(text, Json.Stored);
}

/// <summary>What a file said of a variant.</summary>
/// <param name="Price">Minor units; 0 where it said none.</param>
/// <param name="Counts">Pieces by the slug of a store; under the empty word those of the store that the shop chose.</param>
internal sealed record SaidVariant(long Price, IReadOnlyDictionary<string, long> Counts);
