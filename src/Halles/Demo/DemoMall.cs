using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Settings;

namespace Halles.Demo;

/// <summary>
/// The demo mall of a fictional town on the Loir: shops, goods, stock and people, the same every time. Dates lie before
/// the moment at which it is made, so that reductions are lawful and today's bread is fresh.
/// </summary>
/// <param name="origin">Scheme and host under which it will be reached.</param>
public sealed class DemoMall(MallWriter writer, string origin)
{
    /// <summary>Makes it in an empty mall, whole or not at all.</summary>
    /// <param name="progress">Told how many of how many shops stand.</param>
    /// <returns>How many shops there are, or what went wrong.</returns>
    public async Task<Result<int>> Make(IProgress<(int Done, int Of)>? progress = null)
    {
        using var passwords = new Passwords();
        var hash = passwords.Hash(DemoPeople.Password); // hard by design: meanwhile, on another core
        var shops = DemoContent.Shops();
        var pictures = new DemoPictures(shops);
        // First and apart, for SQLite keeps them in a file of its own: pictures that nobody shows do no harm, photos without theirs would.
        var drawn = await writer.Write(pictures.Keep).ConfigureAwait(false);
        var password = await hash.ConfigureAwait(false);
        var made = drawn.Ok ? await writer.Write(s => Write(s, shops, pictures, password, progress)).ConfigureAwait(false) : drawn;
        return made.Then<int>(_ => shops.Count);
    }

    // One transaction: a process that is killed while it makes the demo leaves an empty mall behind.
    private Result<Done> Write(WriteSession s, List<DemoShop> shops, DemoPictures pictures, string password, IProgress<(int Done, int Of)>? progress)
    {
        var taxonomy = new DemoTaxonomyRows(shops, s.Now.AddYears(-3));
        CurrentSettings.Save(s, Settings(), null);
        taxonomy.Write(s);
        foreach (var (index, shop) in shops.Index())
        {
            DemoShopRows.Write(s, shop, pictures.CoverOf(shop));
            foreach (var (written, product, variants) in new DemoProductRows(shop, taxonomy, pictures, s.Now).Write(s))
            {
                DemoStockRows.Write(s, shop, written, variants, product.CreatedAt, s.Now);
                DemoCounts.Write(s, product);
            }

            progress?.Report((index + 1, shops.Count));
        }

        DemoPeople.Write(s, shops, password);
        s.Later.Run(); // the orders are of what stands on the shelves
        new DemoOrders(s, shops).Write();
        DemoPromotionRows.Write(s, shops, taxonomy);
        return default(Done);
    }

    private MallSettings Settings() => new()
    {
        Name = "Halles de Saint-Aubin",
        Tagline = new LocalText { ["fr"] = "Toute la ville dans un panier", ["en"] = "The whole town in one basket", ["nl"] = "De hele stad in één mandje", ["es"] = "Toda la ciudad en una cesta", ["zh-Hant"] = "全城好物，一籃搞定", ["ar"] = "المدينة كلّها في سلّة واحدة" },
        Languages = [.. Language.Spoken.Select(l => l.Tag)],
        Currency = "EUR",
        Country = "FR",
        TimeZone = "Europe/Paris",
        Origin = origin,
        Town = "Saint-Aubin-du-Loir",
        Latitude = 47.7936,
        Longitude = 1.0656,
        Imprint = new Imprint(
            "Ville de Saint-Aubin-du-Loir", "Hôtel de ville, place du Marché, 41100 Saint-Aubin-du-Loir", "halles@saint-aubin.example", "+33261910000",
            "Hélène Marchais", "Ville de Saint-Aubin-du-Loir"),
        DemoPeopleNeedNoSecondFactor = true,
    };
}
