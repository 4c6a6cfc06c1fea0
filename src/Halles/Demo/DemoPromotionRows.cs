using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Promotions;

namespace Halles.Demo;

/// <summary>Promotions that run in the demo: pastries by the three, and a tenth off candles.</summary>
internal static class DemoPromotionRows
{
    private static readonly TimeSpan Since = TimeSpan.FromDays(2);

    public static void Write(WriteSession s, IReadOnlyList<DemoShop> shops, DemoTaxonomyRows taxonomy)
    {
        Write(s, shops, "le-fournil-des-tanneurs", taxonomy.Category("pastries"), p => (p.Name, p.Kind, p.Take, p.Pay) = ("Trois viennoiseries pour le prix de deux", PromotionKind.Bundle, 3, 2));
        Write(s, shops, "la-bougie-d-alice", taxonomy.Category("candles"), p => (p.Name, p.Kind, p.Percent) = ("Dix pour cent sur les bougies", PromotionKind.Percent, 1_000));
    }

    private static void Write(WriteSession s, IReadOnlyList<DemoShop> shops, string slug, Guid category, Action<Promotion> what)
    {
        var (shop, begun) = (DemoShopRows.Id(shops.Single(d => d.Slug == slug)), s.Now - Since);
        var promotion = new Promotion
        {
            ShopId = shop, Id = Seeded.Id("promotion:" + slug, begun), Name = "", Kind = default, Scope = PromotionScope.Categories, StartsAt = begun, ReleasedAt = begun, CreatedAt = begun,
        };
        what(promotion);
        s.Insert(promotion);
        s.Insert(new PromotionTarget { ShopId = shop, PromotionId = promotion.Id, TargetId = category });
        s.Changed(Topic.Promotion, shop, promotion.Id);
    }
}
