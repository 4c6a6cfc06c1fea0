namespace Halles.Mall.Imports;

/// <summary>Goes through the products of a file and holds them against each other: no two of one key, no two numbers alike.</summary>
internal sealed class SourceProducts(Fitting fitting)
{
    private readonly Dictionary<string, int> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _skus = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each product with how it would be kept; null where it is refused.</summary>
    public IEnumerable<(SourceProduct Source, Fitted? Fitted)> Of(SourceFile file)
    {
        foreach (var source in file.Products())
        {
            if (source.Refused.Count == 0 && !_keys.TryAdd(source.Key, source.Row))
            {
                source.Refuse(source.Row, "", ImportProblems.KeyTwice.With(_keys[source.Key]));
            }

            if (source.Refused.Count == 0)
            {
                foreach (var (index, variant) in source.Variants.Index().Where(v => v.Item.Sku is { } sku && !_skus.Add(sku)).ToList())
                {
                    source.Note(variant.Row, "", ImportProblems.SkuTwice);
                    source.Variants[index] = variant with { Sku = null };
                }
            }

            yield return (source, fitting.Fit(source));
        }
    }
}
