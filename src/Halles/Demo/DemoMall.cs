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
public sealed class DemoMall(MallWriter writer, TimeProvider clock, string origin)
{
    private const int PurchasesAtOnce = 60;

    /// <summary>Makes it in an empty mall, shop by shop, so that no transaction is long.</summary>
    /// <param name="progress">Told how many of how many shops stand.</param>
    /// <returns>How many shops there are, or what went wrong.</returns>
    public async Task<Result<int>> Make(IProgress<(int Done, int Of)>? progress = null)
    {
        var now = clock.GetUtcNow();
        var shops = DemoContent.Shops();
        var taxonomy = new DemoTaxonomyRows(shops, now.AddYears(-3));
        var begun = await writer.Write<Done>(s => Begin(s, taxonomy)).ConfigureAwait(false);
        if (begun.Problem is { } problem)
        {
            return problem;
        }

        var pictures = new DemoPictures();
        foreach (var (index, shop) in shops.Index())
        {
            var written = await writer.Write<Done>(s => Write(s, shop, index, taxonomy, pictures, now)).ConfigureAwait(false);
            if (written.Problem is { } refused)
            {
                return refused;
            }

            progress?.Report((index + 1, shops.Count));
        }

        using var passwords = new Passwords();
        var hash = await passwords.Hash(DemoPeople.Password).ConfigureAwait(false);
        var peopled = await writer.Write<Done>(s => DemoPeople.Write(s, shops, hash)).ConfigureAwait(false);
        return peopled.Problem is { } none ? none : await Sell(shops, now).ConfigureAwait(false);
    }

    // In parts, so that no transaction is long.
    private async Task<Result<int>> Sell(List<DemoShop> shops, DateTimeOffset now)
    {
        var orders = new DemoOrders(shops, now);
        foreach (var part in DemoOrderPlan.Purchases().Chunk(PurchasesAtOnce))
        {
            var sold = await writer.Write(s => orders.Write(s, part)).ConfigureAwait(false);
            if (sold.Problem is { } problem)
            {
                return problem;
            }
        }

        return shops.Count;
    }

    private Result<Done> Begin(WriteSession s, DemoTaxonomyRows taxonomy)
    {
        CurrentSettings.Save(s, Settings(), null);
        taxonomy.Write(s);
        return default(Done);
    }

    private static Result<Done> Write(WriteSession s, DemoShop shop, int index, DemoTaxonomyRows taxonomy, DemoPictures pictures, DateTimeOffset now)
    {
        DemoShopRows.Write(s, shop, pictures.KeepShopfront(s, index, shop.Tint));
        foreach (var (written, product, variants) in new DemoProductRows(shop, taxonomy, pictures, now).Write(s))
        {
            DemoStockRows.Write(s, shop, written, variants, product.CreatedAt, now);
        }

        return default(Done);
    }

    private MallSettings Settings() => new()
    {
        Name = "Halles de Saint-Aubin",
        Tagline = new LocalText { ["fr"] = "Toute la ville dans un panier", ["en"] = "The whole town in one basket" },
        Languages = ["fr", "en"],
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
