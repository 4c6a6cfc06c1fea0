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
    /// <param name="here">For each variant of the file the one here that it is; null where it is none.</param>
    /// <param name="before">What was said until now: what this file leaves open of it (a price, a count, category, tax) stays said.</param>
    public static Said Of(Fitted fitted, IReadOnlyList<Guid?> here, string language, Said? before) => new(
        fitted.Source.Published, fitted.Publish,
        fitted.Input.Variants.Select((v, i) => (Key: KeyOf(fitted.Input.Options, v.Choice, language), Variant: v, Counts: fitted.Counts[i], Id: here[i])).DistinctBy(v => v.Key, StringComparer.Ordinal)
            .ToDictionary(v => v.Key, v => SaidVariant.Of(v.Variant.Price, v.Counts, v.Id, before?.Variant(v.Key, v.Id)), StringComparer.Ordinal),
        fitted.Category ?? before?.Category, fitted.Tax ?? before?.Tax);

    /// <summary>What was said of a variant: by the one that it is here, whatever its words are now, else by its words.</summary>
    /// <param name="key">By <see cref="KeyOf"/>, in the words of the file.</param>
    public SaidVariant? Variant(string key, Guid? here) => (here is null ? null : Variants.Values.FirstOrDefault(v => v.Id == here)) ?? Variants.GetValueOrDefault(key);

    /// <summary>A variant by the words of its options, whatever their order; empty where there is nothing to choose.</summary>
    public static string KeyOf(IReadOnlyList<ProductOption> options, IReadOnlyList<int> choice, string language) => choice.Count == 0 ? ""
        : string.Join('\n', choice.Select((value, i) => $"{options[i].Name.Best(language)}={options[i].Values[value].Best(language)}").Order(StringComparer.Ordinal)).ToUpperInvariant();

    /// <summary>As it is stored.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json.Stored);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <param name="storeOf">The store of a slug, and of the empty word: by these, marks of before have their counts.</param>
    public static Said? Parse(string? text, Func<string, Guid?> storeOf) => text is null || JsonSerializer.Deserialize<Said>(text, Json.Stored) is not { } said ? null
        : said with { Variants = said.Variants.ToDictionary(v => v.Key, v => v.Value.In(storeOf), StringComparer.Ordinal) };
}

/// <summary>What a file said of a variant.</summary>
/// <param name="Price">Minor units; 0 where it said none.</param>
/// <param name="Counts">Pieces by the id of a store; in a mark of before, by its slug, or under the empty word those of the store that the shop chose.</param>
/// <param name="Id">Which it is here; null where it is none, and in a mark of before.</param>
internal sealed record SaidVariant(long Price, IReadOnlyDictionary<string, long> Counts, Guid? Id = null)
{
    /// <summary>What is said now over what was said until now.</summary>
    /// <param name="price">Minor units; 0 where the file says none.</param>
    /// <param name="counts">By store.</param>
    public static SaidVariant Of(long price, IReadOnlyDictionary<Guid, long> counts, Guid? here, SaidVariant? before)
    {
        var all = before is null ? [] : before.Counts.ToDictionary(StringComparer.Ordinal);
        foreach (var (store, pieces) in counts)
        {
            all[store.ToString()] = pieces;
        }

        return new SaidVariant(price > 0 ? price : before?.Price ?? 0, all, here ?? before?.Id);
    }

    /// <summary>How many it was said to be in a store; null where nobody said.</summary>
    public long? CountIn(Guid store) => Counts.TryGetValue(store.ToString(), out var pieces) ? pieces : null;

    /// <summary>The same with all counts by the ids of stores; of two for one store that which named it.</summary>
    internal SaidVariant In(Func<string, Guid?> storeOf) => Counts.Keys.All(k => Guid.TryParse(k, out _)) ? this : this with
    {
        Counts = Counts.OrderBy(c => c.Key.Length == 0).Select(c => (Store: Guid.TryParse(c.Key, out var id) ? id : storeOf(c.Key), Pieces: c.Value)).Where(c => c.Store is not null)
            .DistinctBy(c => c.Store).ToDictionary(c => c.Store!.Value.ToString(), c => c.Pieces, StringComparer.Ordinal),
    };
}
