using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Storefront;

/// <summary>Reads cards, a page of them with one statement.</summary>
internal sealed class Cards(Reading reading, string language, GeoPoint? near)
{
    private const int AtOnce = ProductQuery.PageSize;
    private const string Columns =
        "p.key, p.id, p.shop, p.handle, p.price, p.dearest, p.per, p.unit_price, p.unit, p.lowest, p.reduced, p.photo, p.available, p.flags, p.sku, p.gtin, p.age_limit, g.name, g.name_language, g.alt, g.alt_language, p.photo_width, p.photo_height";

    private static readonly string Query = $"SELECT {Columns} FROM products p JOIN pages g ON g.key = p.key * {StorefrontSchema.MostLanguages} + $1 WHERE p.key IN ({Places()})";

    /// <summary>The cards of these products in the same order; what is gone meanwhile is left out.</summary>
    public IReadOnlyList<ProductCard> Read(IReadOnlyList<int> keys)
    {
        var cards = new ProductCard?[keys.Count];
        var args = new object?[AtOnce + 1];
        args[0] = reading.Roster.LanguageOf(language);
        for (var start = 0; start < keys.Count; start += AtOnce)
        {
            var order = new Dictionary<int, int>();
            for (var i = 0; i < AtOnce; i++)
            {
                args[i + 1] = start + i < keys.Count ? keys[start + i] : null;
                if (start + i < keys.Count)
                {
                    order[keys[start + i]] = start + i;
                }
            }

            using var rows = reading.Sql.Query(Query, args);
            while (rows.Read())
            {
                cards[order[rows.Int(0)]] = Card(rows);
            }
        }

        return [.. cards.OfType<ProductCard>()];
    }

    private ProductCard? Card(SqlRows r)
    {
        var roster = reading.Roster;
        var shop = r.Int(2) < roster.Shops.Length ? roster.Shops[r.Int(2)] : null;
        if (shop is null)
        {
            return null;
        }

        var price = new Money(r.Long(4), roster.Currency);
        var flags = (ProductFlags)r.Int(13);
        return new ProductCard
        {
            Id = r.Id(1),
            Handle = r.Text(3),
            ShopSlug = shop.Data.Slug,
            ShopName = shop.Data.Name,
            Tint = shop.Data.Tint,
            Name = new Wording(r.Text(17), r.Text(18)),
            Price = price,
            From = r.Long(5) > price.Minor,
            Per = r.IsNull(6) ? null : (Unit)r.Int(6),
            UnitPrice = r.IsNull(7) ? null : new UnitPrice(new Money(r.Long(7), roster.Currency), (Unit)r.Int(8)),
            Reduction = r.IsNull(9) ? null : new PriceReduction(price, new Money(r.Long(9), roster.Currency), r.Instant(10)),
            Photo = r.IsNull(11) ? null : new Photo(r.Text(11), r.Int(21), r.Int(22), new Wording(r.Text(19), r.Text(20))),
            Stock = StockState.Of(r.Long(12), (flags & ProductFlags.ToOrder) != 0, (flags & ProductFlags.ByPiece) != 0),
            ShopTakesOrders = shop.TakesOrdersOn(reading.Today),
            Metres = Metres(r.Int(0), shop.Key),
            Sku = r.Text(14),
            Gtin = r.TextOrNull(15),
            AgeLimit = r.Int(16),
        };
    }

    private long? Metres(int key, int shop)
    {
        if (near is not { } point)
        {
            return null;
        }

        int[] stores;
        var shelf = reading.Shelf;
        shelf.Lock.EnterReadLock();
        try
        {
            stores = key < shelf.End && !shelf[key].ToOrder && shelf[key].Shop == shop ? shelf[key].Stores : [];
        }
        finally
        {
            shelf.Lock.ExitReadLock();
        }

        return StoreCards.Nearest(reading.Roster, stores.Length > 0 ? stores : reading.Roster.StoresOfShop(shop), point);
    }

    private static string Places() => string.Join(", ", Enumerable.Range(2, AtOnce).Select(n => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${n}")));
}
