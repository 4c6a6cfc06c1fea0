using Halles.Kernel.Storage;

namespace Halles.Mall.Checkout;

/// <summary>Shops by their names in addresses.</summary>
internal sealed class ShopNames(MallDatabase database)
{
    /// <summary>The ids of these shops; names that nobody has are left out.</summary>
    public Dictionary<string, Guid> Find(IEnumerable<string> slugs) => database.Read(sql =>
    {
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var slug in slugs.Distinct(StringComparer.Ordinal).Take(PurchaseRequest.MostShops))
        {
            if (sql.Scalar<Guid>("SELECT id FROM shops WHERE slug = $1", slug) is var id && id != default)
            {
                found[slug] = id;
            }
        }

        return found;
    });
}
