using Halles.Kernel.Storage;

namespace Halles.Mall.Stores;

/// <summary>A shop's stores, for those who work there.</summary>
public static class ReadStores
{
    /// <summary>Those that are not given up, in their order.</summary>
    public static List<Store> Of(MallDatabase database, Guid shop)
    {
        using var db = database.Read();
        return [.. db.Set<Store>().Where(s => s.ShopId == shop && !s.Gone).OrderBy(s => s.Position)];
    }

    /// <summary>One that was given up; null when there is none such.</summary>
    public static Store? GivenUp(MallDatabase database, Guid shop, Guid store)
    {
        using var db = database.Read();
        return db.Find<Store>(shop, store) is { Gone: true } gone ? gone : null;
    }
}
