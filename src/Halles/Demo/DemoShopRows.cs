using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Shops;
using Halles.Mall.Stores;

namespace Halles.Demo;

/// <summary>A shop of the demo with its stores, and the ways of getting and paying that it offers.</summary>
internal static class DemoShopRows
{
    private static readonly Country France = Country.Parse("FR");

    /// <summary>When a shop opened in the mall: nine in the morning, UTC.</summary>
    public static DateTimeOffset Opened(DemoShop shop) => new(shop.Opened, new TimeOnly(9, 0), TimeSpan.Zero);

    public static Guid Id(DemoShop shop) => Seeded.Id("shop:" + shop.Slug, Opened(shop));

    public static Guid Id(DemoShop shop, DemoStore store) => Seeded.Id($"store:{shop.Slug}/{store.Slug}", Opened(shop));

    public static void Write(WriteSession s, DemoShop shop, string cover)
    {
        var id = Id(shop);
        s.Insert(new Shop
        {
            Id = id,
            Slug = shop.Slug,
            Name = shop.Name,
            Kind = shop.Kind,
            State = ShopState.Open,
            Legal = Legal(shop),
            Strap = shop.Strap,
            Story = shop.Story,
            Returns = shop.Returns,
            Language = "fr",
            Email = shop.Email,
            Phone = Phone(shop.Phone),
            Cover = cover,
            Tint = shop.Tint,
            CreatedAt = Opened(shop).AddDays(-9),
            OpenedAt = Opened(shop),
        });
        s.Changed(Topic.Shop, id, id);
        foreach (var (position, store) in shop.Stores.Index())
        {
            s.Insert(StoreOf(shop, store, position));
            s.Changed(Topic.Store, id, Id(shop, store));
        }

        s.Insert(new FulfilmentRow { ShopId = id, Ways = Getting(shop.Ways) });
        s.Insert(new PaymentTermsRow { ShopId = id, Ways = Paying(shop) });
    }

    private static Store StoreOf(DemoShop shop, DemoStore store, int position) => new()
    {
        ShopId = Id(shop),
        Id = Id(shop, store),
        Slug = store.Slug,
        Name = store.Name,
        Address = new Address { Organisation = shop.Name, Line1 = store.Street, Postcode = store.Postcode, City = store.City, Country = France },
        Latitude = store.Lat,
        Longitude = store.Lon,
        TimeZone = "Europe/Paris",
        Hours = Hours(store).Text,
        Services = store.Services ?? [],
        Access = store.Access ?? [],
        Phone = Phone(store.Phone),
        Position = position,
    };

    /// <summary>When a store is open.</summary>
    public static OpeningHours Hours(DemoStore store)
    {
        var week = store.Hours.Select(h => char.ToUpperInvariant(h.Key[0]) + h.Key[1..2] + " " + h.Value);
        var closed = (store.Closed ?? []).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " closed");
        return OpeningHours.Parse(string.Join("; ", week.Concat(closed)));
    }

    private static LegalIdentity Legal(DemoShop shop) => new()
    {
        Name = shop.Legal.Name,
        Form = shop.Legal.Form ?? "",
        Number = shop.Legal.Siret ?? "",
        VatNumber = shop.Legal.Vat ?? "",
        Capital = shop.Legal.Capital ?? "",
        Register = shop.Legal.Court ?? "",
        Seat = new Address { Organisation = shop.Legal.Name, Line1 = shop.Stores[0].Street, Postcode = shop.Stores[0].Postcode, City = shop.Stores[0].City, Country = France },
        Mediator = "Médiation du commerce de Saint-Aubin, 3 place du Marché, 41100 Saint-Aubin-du-Loir, mediation.saint-aubin.example", // fictional
    };

    private static string? Phone(string? written) => written is null ? null : PhoneNumber.Parse(written, France).Value;

    private static WaysOfGetting Getting(DemoWays ways) => new(
        ways.Collect is { } collect ? new CollectTerms(collect.PrepMinutes) : null,
        ways.Deliver is { } deliver ? new DeliverTerms([new DeliveryZone(deliver.Postcodes, deliver.Fee, deliver.FreeAbove)], deliver.Minimum) : null,
        ways.Ship is { } ship
            ? new ShipTerms([.. ship.Zones.Select(z => new ShippingZone(z.Countries, [.. z.Steps.Select(step => new WeightStep(step.UpToGrams, step.Fee))], [], z.FreeAbove))])
            : null);

    private static WaysOfPaying Paying(DemoShop shop) => new(
        shop.Pay.Contains("in-store"),
        shop.Pay.Contains("on-delivery"),
        shop.Pay.Contains("transfer") ? new BankAccount(shop.Legal.Name, FictionalIban(shop.Slug)) : null);

    /// <summary>A French account of bank 99999, which does not exist, with right check digits (RIB key and ISO 13616).</summary>
    private static string FictionalIban(string slug)
    {
        const long Bank = 99_999, Branch = 41;
        long account = Seeded.Pick("account:" + slug, 1_000_000_000);
        var key = 97 - (((89 * Bank) + (15 * Branch) + (3 * account)) % 97);
        var bare = string.Create(CultureInfo.InvariantCulture, $"{Bank:00000}{Branch:00000}{account:00000000000}{key:00}");
        return "FR" + Mod97.CheckDigits(bare, "FR") + bare;
    }
}
