using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;

namespace Halles.Demo;

/// <summary>
/// The people of the demo, all with one password that everybody may know: shoppers, the owner of each shop, a clerk, and
/// the mall's administrator. They need no second factor while the mall's setting says so.
/// </summary>
public static class DemoPeople
{
    public const string Password = "pain et fromage";

    public const string Shopper = "nadia@saint-aubin.example";

    /// <summary>Owns Boulangerie Martin.</summary>
    public const string Merchant = "claire@boulangerie-martin.example";

    /// <summary>Behind the counter of Boulangerie Martin and of Terre et Feu.</summary>
    public const string Clerk = "leo@saint-aubin.example";

    /// <summary>Administers the mall.</summary>
    public const string Operator = "helene@saint-aubin.example";

    internal const string OtherShopper = "thomas@saint-aubin.example";

    private static readonly DateTimeOffset Town = new(2024, 1, 8, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The account of a shopper; null for who has none.</summary>
    internal static Guid? ShopperId(string email) => email switch
    {
        Shopper => Id(email, Town.AddDays(80)),
        OtherShopper => Id(email, Town.AddDays(120)),
        _ => null,
    };

    /// <summary>The account of a shop's owner.</summary>
    internal static Guid OwnerId(DemoShop shop) => Id(OwnerEmail(shop), Since(shop));

    private static string OwnerEmail(DemoShop shop) => $"{Slug.From(shop.Owner.Split(' ')[0])}@{shop.Slug}.example";

    private static DateTimeOffset Since(DemoShop shop) => DemoShopRows.Opened(shop).AddDays(-9);

    private static Guid Id(string email, DateTimeOffset at) => Seeded.Id("person:" + email, at);

    internal static void Write(WriteSession s, IReadOnlyList<DemoShop> shops, string passwordHash)
    {
        Add(Shopper, "Nadia Benali", "+33639980101", Town.AddDays(80));
        Add(OtherShopper, "Thomas Keller", "+33639980102", Town.AddDays(120), "en");
        var head = Add(Operator, "Hélène Marchais", null, Town);
        s.Insert(new StaffRole { PersonId = head, Role = MallRole.Administrator, Since = Town });
        var clerk = Add(Clerk, "Léo Fournier", null, Town.AddDays(200));
        foreach (var shop in shops)
        {
            Join(shop, Add(OwnerEmail(shop), shop.Owner, null, Since(shop)), ShopRole.Owner, Since(shop));
            if (shop.Slug is "boulangerie-martin" or "terre-et-feu")
            {
                Join(shop, clerk, ShopRole.Clerk, Town.AddDays(200));
            }
        }

        Guid Add(string email, string name, string? phone, DateTimeOffset since, string language = "fr")
        {
            var id = Id(email, since);
            s.Insert(new Person
            {
                Id = id, Email = EmailAddress.Parse(email).Key, EmailConfirmedAt = since, Name = name, Phone = phone, Language = language, PasswordHash = passwordHash, Demo = true, CreatedAt = since,
            });
            s.Changed(Topic.Person, Guid.Empty, id);
            return id;
        }

        void Join(DemoShop shop, Guid person, ShopRole role, DateTimeOffset since) =>
            s.Insert(new Membership { ShopId = DemoShopRows.Id(shop), PersonId = person, Role = role, Since = since });
    }
}
