using Halles.Kernel.Storage;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Districts;

/// <summary>A shop of a district, for who keeps it.</summary>
public sealed record DistrictShop(Guid Id, string Name, ShopInDistrict How);

/// <summary>The mall's districts, for who keeps them.</summary>
public sealed class ReadDistricts(MallDatabase database)
{
    /// <summary>All in their order, with how many shops that shoppers see are in each.</summary>
    public List<(District District, int Shops)> All()
    {
        using var db = database.Read();
        var stores = Stores(db);
        return [.. db.Set<District>().AsEnumerable().OrderBy(d => d.Position).ThenBy(d => d.Id).Select(d => (d, In(d, stores).Count(s => s.How is not ShopInDistrict.LeftOut)))];
    }

    public District? Find(Guid id)
    {
        using var db = database.Read();
        return db.Find<District>(id);
    }

    /// <summary>The shops that are in it, and those that were left out, by name.</summary>
    public List<DistrictShop> Shops(District district)
    {
        using var db = database.Read();
        return In(district, Stores(db));
    }

    /// <summary>Shops that are not in it and are called so, for adding one by hand.</summary>
    public List<DistrictShop> Others(District district, string words, int most)
    {
        using var db = database.Read();
        var (here, wanted) = (Shops(district).Select(s => s.Id).ToHashSet(), words.Trim().ToLowerInvariant());
        return wanted.Length == 0 ? [] : [.. db.Set<Shop>().Where(s => s.Name.ToLower().Contains(wanted) && (s.State == ShopState.Open || s.State == ShopState.Paused)).OrderBy(s => s.Name).Take(most + here.Count).AsEnumerable()
            .Where(s => !here.Contains(s.Id)).Take(most).Select(s => new DistrictShop(s.Id, s.Name, ShopInDistrict.ByStores))];
    }

    private static List<(Shop Shop, Store? Store)> Stores(MallDb db)
    {
        var stores = db.Set<Store>().Where(s => !s.Gone).AsEnumerable().ToLookup(s => s.ShopId);
        return [.. db.Set<Shop>().Where(s => s.State == ShopState.Open || s.State == ShopState.Paused).AsEnumerable().SelectMany(shop => stores[shop.Id].DefaultIfEmpty(), (shop, store) => (shop, store))];
    }

    private static List<DistrictShop> In(District district, IEnumerable<(Shop Shop, Store? Store)> stores) =>
    [
        .. stores.Where(s => district.Added.Contains(s.Shop.Id) || district.LeftOut.Contains(s.Shop.Id) || (s.Store is { } store && district.Boundary.Holds(new Kernel.GeoPoint(store.Latitude, store.Longitude), store.Address.Postcode)))
            .Select(s => s.Shop).DistinctBy(s => s.Id).OrderBy(s => s.Name, StringComparer.CurrentCultureIgnoreCase)
            .Select(s => new DistrictShop(s.Id, s.Name, district.LeftOut.Contains(s.Id) ? ShopInDistrict.LeftOut : district.Added.Contains(s.Id) ? ShopInDistrict.Added : ShopInDistrict.ByStores)),
    ];
}
