using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Stock;

namespace Halles.Mall.Baskets;

/// <summary>Reads baskets as they stand now: present prices, what the stores have, and all that is wrong.</summary>
public sealed class ReadBasket(MallDatabase database, CurrentSettings settings, Secret secret, TimeProvider clock)
{
    /// <summary>A kept line of a basket.</summary>
    internal sealed record Kept(Guid VariantId, Guid ShopId, long Quantity, long PriceSeen, string? Photo);

    /// <summary>The basket with names in the wanted language; empty when there is none.</summary>
    public BasketView View(Shopper shopper, string language) => database.Read(sql => View(sql, shopper, language));

    /// <summary>The same; null when there is none.</summary>
    public BasketView? Find(Shopper shopper, string language) => database.Read(sql => Exists(sql, shopper) ? View(sql, shopper, language) : null);

    /// <summary>Whether the shopper has a basket.</summary>
    public bool Exists(Shopper shopper) => database.Read(sql => Exists(sql, shopper));

    internal static bool Exists(SqlSession sql, Shopper shopper) =>
        sql.Scalar<long>("SELECT count(*) FROM baskets WHERE id = $1 AND (person_id IS NULL) = $2", shopper.Id, !shopper.IsPerson) == 1;

    internal static List<Kept> Lines(SqlSession sql, Shopper shopper) => sql.List(
        """
        SELECT l.variant_id, l.shop_id, l.quantity, l.price_seen, f.media
        FROM baskets b JOIN basket_lines l ON l.basket_id = b.id
        LEFT JOIN product_photos f ON f.shop_id = l.shop_id AND f.product_id = l.product_id AND f.position = 0
        WHERE b.id = $1 AND (b.person_id IS NULL) = $2 ORDER BY l.added_at, l.variant_id
        """,
        r => new Kept(r.Id(0), r.Id(1), r.Long(2), r.Long(3), r.TextOrNull(4)), shopper.Id, !shopper.IsPerson);

    /// <summary>The same as <paramref name="sql"/> sees it.</summary>
    public BasketView View(SqlSession sql, Shopper shopper, string language)
    {
        var now = clock.GetUtcNow();
        var today = TimeZoneInfo.FindSystemTimeZoneById(settings.Value.TimeZone).DateAt(now);
        var (lines, codes) = (Lines(sql, shopper).DistinctBy(l => l.VariantId).ToList(), BasketCodes.Of(sql, shopper));
        if (lines.Count == 0)
        {
            return new BasketView([], settings.Value.Currency);
        }

        var offers = OfferNow.Read(sql, lines.Select(l => l.VariantId), language);
        var stock = Availability.Read(sql, lines.Select(l => l.VariantId)).ToLookup(a => a.VariantId);
        var shops = ShopNow.Read(sql, lines.Select(l => l.ShopId).Distinct());
        List<BasketShop> groups = [.. lines.Where(l => offers.ContainsKey(l.VariantId)).GroupBy(l => l.ShopId).Where(g => shops.ContainsKey(g.Key)).Select(g => Group(shops[g.Key], g))];
        var promotions = Promotions(sql, shops.Keys, shopper, codes, offers.Values, now);
        var discounted = groups.ConvertAll(g => Discounted(g, promotions));
        return new BasketView(discounted, settings.Value.Currency)
        {
            Codes = [.. codes.Select(c => new TypedCode(c, promotions.WhyNot(c, Sold(groups)), discounted.SelectMany(s => s.Discounts).Where(d => d.Promotion.Code == c).Sum(d => d.Amount)))],
        };

        BasketShop Group(ShopNow shop, IEnumerable<Kept> kept) => new(
            shop.Id, shop.Slug, shop.Name, shop.State, shop.WhyNot(today), shop.Holiday?.Covers(today) is true ? shop.Holiday.To : null, [.. kept.Select(l => Item(l, offers[l.VariantId], stock[l.VariantId], now))]);
    }

    /// <summary>Why a code would take nothing off what is in the basket; null when it would.</summary>
    internal Problem? WhyNot(SqlSession sql, Shopper shopper, string code)
    {
        var basket = View(sql, shopper, "");
        var sold = Sold(basket.Shops).ToList();
        return Promotions(sql, basket.Shops.Select(s => s.ShopId), shopper, [code], sold.Select(l => l.Offer), clock.GetUtcNow()).WhyNot(code, sold);
    }

    private ShopPromotions Promotions(SqlSession sql, IEnumerable<Guid> shops, Shopper shopper, IReadOnlyList<string> codes, IEnumerable<OfferNow> offers, DateTimeOffset now)
    {
        var asked = codes.Count > 0 ? shops.ToList() : sql.List($"SELECT s.id FROM shops s WHERE s.id {sql.Among(1)} AND {ShopPromotions.AnyOf("$2")}", r => r.Id(0), sql.Ids(shops), now);
        return asked.Count == 0 ? ShopPromotions.None : ShopPromotions.Read(sql, asked, new Claim(codes, Buyers.Of(sql, secret, shopper.PersonId, email: null)), offers, now);
    }

    private static BasketShop Discounted(BasketShop shop, ShopPromotions promotions)
    {
        var sold = shop.Sold.ToList();
        var discounts = promotions.For(shop.ShopId, sold.ConvertAll(l => (l.Offer, l.Quantity)));
        return discounts.Count == 0 ? shop : shop with { Lines = [.. shop.Lines.Select(l => l with { Discounts = [.. discounts.Where(d => sold[d.Line] == l)] })] };
    }

    private static IEnumerable<(OfferNow Offer, long Quantity)> Sold(IEnumerable<BasketShop> shops) => shops.SelectMany(s => s.Sold).Select(l => (l.Offer, l.Quantity));

    private static BasketItem Item(Kept line, OfferNow offer, IEnumerable<Availability> stock, DateTimeOffset now)
    {
        var stores = offer.Policy is StockPolicy.ToOrder ? [] : stock.Select(a => new InStore(a.StoreId, a.StoreName, a.Available(now), a.Level.SeenAt)).ToList();
        return new BasketItem(offer, line.Photo, line.Quantity, line.PriceSeen, offer.PriceOf(line.Quantity), stores, [.. Wrong(line, offer, stores)]);
    }

    private static IEnumerable<Problem> Wrong(Kept line, OfferNow offer, List<InStore> stores)
    {
        if (!offer.ForSale)
        {
            yield return BasketProblems.Gone;
            yield break;
        }

        var most = stores.Count == 0 ? 0 : stores.Max(s => s.Available); // an order is prepared in one store
        if (offer.Policy is not StockPolicy.ToOrder && most < line.Quantity)
        {
            yield return most == 0 ? BasketProblems.SoldOut : BasketProblems.NotEnough.With(most);
        }

        if (offer.Price != line.PriceSeen)
        {
            yield return BasketProblems.PriceMoved.With(line.PriceSeen, offer.Price);
        }
    }
}
