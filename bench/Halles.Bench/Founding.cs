using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stores;

namespace Halles.Bench;

/// <summary>A shop with its one store.</summary>
internal sealed record OpenShop(Guid Shop, string Slug, Guid Store);

/// <summary>An empty mall with open shops to be filled.</summary>
internal static class Founding
{
    /// <summary>Who is written down as having done it.</summary>
    public static readonly Guid Actor = Guid.Parse("01990000-0000-7000-8000-000000000001");

    /// <summary>The one category of all products.</summary>
    public static readonly Guid Category = Guid.Parse("01990000-0000-7000-8000-000000000002");

    public static Task Found(MallWriter writer) => writer.Write<Done>(s =>
    {
        CurrentSettings.Save(s, new MallSettings
        {
            Name = "Bench", Languages = ["fr", "en"], Currency = "EUR", Country = "FR", TimeZone = "Europe/Paris", Origin = "http://localhost:5099",
            Town = "Vendôme", Latitude = 47.7936, Longitude = 1.0656, ReservationsPerGuest = int.MaxValue, ReservedUnitsPerVariant = int.MaxValue,
        }, null);
        s.Db.Add(new Category { Id = Category, Code = "grocery", Name = new LocalText("fr", "Épicerie") { ["en"] = "Grocery" } });
        s.Changed(Topic.Category, Guid.Empty, Category);
        return default(Done);
    });

    public static async Task<IReadOnlyList<OpenShop>> OpenShops(MallWriter writer, int count)
    {
        var opened = new List<OpenShop>();
        foreach (var some in Enumerable.Range(0, count).Chunk(500))
        {
            opened.AddRange((await writer.Write<List<OpenShop>>(s => some.Select(i => Open(s, i)).ToList())).Value);
        }

        return opened;
    }

    private static OpenShop Open(WriteSession s, int number)
    {
        var (shop, store) = (s.NewId(), s.NewId());
        s.Db.Add(new Shop
        {
            Id = shop, Slug = $"shop-{number}", Name = $"Épicerie {number}", Kind = "grocery", State = ShopState.Open, Legal = new LegalIdentity { Name = $"Épicerie {number}" },
            Language = "fr", Email = $"shop-{number}@example.org", CreatedAt = s.Now, OpenedAt = s.Now,
        });
        s.Db.Add(new Store
        {
            ShopId = shop, Id = store, Slug = "store", Name = "Magasin", Address = new Address { Line1 = $"{number + 1} rue du Four", Postcode = "41100", City = "Vendôme", Country = Country.France },
            Latitude = 47.78 + (number % 20 * 0.001), Longitude = 1.05 + (number / 20 % 20 * 0.002), TimeZone = "Europe/Paris", Hours = "Mo-Sa 08:00-20:00",
        });
        var ways = System.Text.Json.JsonSerializer.Serialize(new WaysOfGetting(new CollectTerms()), Json.Stored);
        var paying = System.Text.Json.JsonSerializer.Serialize(new WaysOfPaying(InStore: true), Json.Stored);
        s.Sql.Execute("INSERT INTO shop_fulfilment (shop_id, ways) VALUES ($1, $2)", shop, ways);
        s.Sql.Execute("INSERT INTO shop_payment (shop_id, ways) VALUES ($1, $2)", shop, paying);
        s.Changed(Topic.Shop, shop, shop);
        return new OpenShop(shop, $"shop-{number}", store);
    }
}
