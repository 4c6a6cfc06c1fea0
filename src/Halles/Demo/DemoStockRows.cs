using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;

namespace Halles.Demo;

/// <summary>Stock of the demo, spread over variants and stores, with movements that add up to it.</summary>
internal static class DemoStockRows
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public static void Write(WriteSession s, DemoShop shop, DemoProduct p, List<Variant> variants, DateTimeOffset created, DateTimeOffset now)
    {
        if (p.Stock == "to-order")
        {
            return;
        }

        // The first place gets the most; what does not divide goes to the earlier ones.
        var places = variants.SelectMany(v => shop.Stores.Select(store => (Variant: v, Store: DemoShopRows.Id(shop, store)))).ToList();
        var shares = new Money(p.Qty, Currency.Eur).Split(places.Count);
        foreach (var (i, (variant, store)) in places.Index())
        {
            Write(s, p, variant, store, shares[i].Minor, created, now);
            s.Changed(Topic.Stock, variant.ShopId, variant.Id);
        }
    }

    private static void Write(WriteSession s, DemoProduct p, Variant variant, Guid store, long onHand, DateTimeOffset created, DateTimeOffset now)
    {
        var key = $"{variant.Sku}/{store}";
        var daily = p.Stock == "daily";
        var today = Paris.DateAt(now);
        var morning = Paris.InstantOf(today, 5 * 60);
        s.Insert(new StockLevel
        {
            ShopId = variant.ShopId,
            VariantId = variant.Id,
            StoreId = store,
            OnHand = onHand,
            Safety = !daily && onHand >= 12 && Seeded.OneIn(8, "safety:" + key) ? 1 : 0,
            Daily = daily ? onHand : null,
            CountedOn = daily ? today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            SeenAt = daily && morning <= now ? morning : now.AddHours(-1 - Seeded.Pick("seen:" + key, 71)),
        });

        // Opening, then a delivery and some sales that leave what there is today.
        var sold = daily ? 0 : 1 + Seeded.Pick("sold:" + key, 9);
        var delivered = sold / 2;
        Move(MovementReason.Opening, onHand + sold - delivered, created, null);
        Move(MovementReason.Delivery, delivered, now.AddDays(-30 + Seeded.Pick("delivery:" + key, 9)), null);
        Move(MovementReason.Sale, -sold, now.AddDays(-14 + Seeded.Pick("sale:" + key, 9)), null);

        void Move(MovementReason reason, long change, DateTimeOffset at, string? reference)
        {
            if (change != 0)
            {
                s.Insert(new StockMovement
                {
                    ShopId = variant.ShopId,
                    Id = Seeded.Id($"{reason}:{key}", at),
                    VariantId = variant.Id,
                    StoreId = store,
                    Change = change,
                    Reason = reason,
                    Reference = reference,
                    At = at,
                });
            }
        }
    }
}
