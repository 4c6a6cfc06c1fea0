using Halles.Kernel;

namespace Halles.Mall.Storefront;

/// <summary>Makes cards of shops and stores out of the roster.</summary>
internal sealed class StoreCards(Reading reading, string language, GeoPoint? near)
{
    private DateTimeOffset? _nextChange;

    /// <summary>When a word on one of the cards made so far turns untrue next.</summary>
    public DateTimeOffset? NextChange => _nextChange;

    /// <summary>Metres to the nearest of these stores; null when there is none.</summary>
    public static long? Nearest(Roster roster, int[] stores, GeoPoint point)
    {
        long? nearest = null;
        foreach (var key in stores)
        {
            if (key < roster.Stores.Length && roster.Stores[key] is { Data.Gone: false } store && point.MetresTo(store.Point) is var metres && (nearest is null || metres < nearest))
            {
                nearest = metres;
            }
        }

        return nearest;
    }

    public StoreCard Store(StoreEntry store)
    {
        var shop = reading.Roster.Shops[store.Shop]!;
        var open = StateOf(store, shop);
        Until(open.NextChange);
        return new StoreCard
        {
            Id = store.Id,
            ShopId = shop.Id,
            ShopSlug = shop.Data.Slug,
            ShopName = shop.Data.Name,
            Slug = store.Data.Slug,
            Name = store.Data.Name,
            Address = store.Data.Address,
            Point = store.Point,
            Zone = store.Zone,
            Hours = store.Hours,
            Services = store.Data.Services,
            Access = Wording.Of(store.Data.Access, language),
            Phone = store.Data.Phone,
            Open = open,
            ClosedUntil = store.Data.ClosedUntil,
            Metres = near?.MetresTo(store.Point),
        };
    }

    /// <summary>The stores of a shop: by distance when there is a point, else in the shop's order.</summary>
    public IReadOnlyList<StoreCard> StoresOf(ShopEntry shop)
    {
        var stores = reading.Roster.StoresOfShop(shop.Key).Select(key => Store(reading.Roster.Stores[key]!));
        return near is null ? [.. stores] : [.. stores.OrderBy(s => s.Metres)];
    }

    /// <summary>All stores that are open at this moment, of shops that are neither paused nor on holiday.</summary>
    public IReadOnlyList<StoreEntry> OpenNow()
    {
        var open = new List<StoreEntry>();
        foreach (var (key, stores) in reading.Roster.StoresOf)
        {
            var somebodyThere = reading.Roster.Shops[key]!.On(reading.Today) is ShopStanding.Open;
            foreach (var store in stores.Select(s => reading.Roster.Stores[s]!))
            {
                var state = store.Open(reading.Now);
                Until(state.NextChange);
                if (somebodyThere && state.IsOpen)
                {
                    open.Add(store);
                }
            }
        }

        return open;
    }

    public ShopCard Shop(ShopEntry shop) => Shop(shop, StoresOf(shop));

    /// <param name="shop">The shop.</param>
    /// <param name="stores">Its stores, as <see cref="StoresOf"/> gave them.</param>
    public ShopCard Shop(ShopEntry shop, IReadOnlyList<StoreCard> stores)
    {
        var holiday = shop.Data.Holiday is { } h && h.To >= reading.Today ? h : null;
        if (holiday is not null)
        {
            Until(reading.Midnight);
        }

        return new ShopCard
        {
            Id = shop.Id,
            Slug = shop.Data.Slug,
            Name = shop.Data.Name,
            Kind = shop.Data.Kind,
            Strap = Wording.Of(shop.Data.Strap, language),
            Logo = shop.Data.Logo,
            Cover = shop.Data.Cover,
            Tint = shop.Data.Tint,
            Standing = shop.On(reading.Today),
            Holiday = holiday is null ? null : new HolidayNote(holiday, Wording.Of(holiday.Word, language)),
            Ways = shop.Data.Ways,
            Products = CountOf(shop.Key),
            Stores = stores.Count,
            Nearest = stores.FirstOrDefault(s => s.Open.IsOpen) ?? (stores.Count > 0 ? stores[0] : null),
        };
    }

    /// <summary>Remembers the earliest moment.</summary>
    public void Until(DateTimeOffset? moment) => _nextChange = moment < _nextChange || _nextChange is null ? moment ?? _nextChange : _nextChange;

    /// <summary>A store on holiday is closed until the first opening after it.</summary>
    private OpenState StateOf(StoreEntry store, ShopEntry shop) =>
        shop.On(reading.Today) is ShopStanding.OnHoliday && shop.Data.Holiday is { } holiday
            ? OpenState.Of(store.Hours, store.Zone, store.Zone.InstantOf(holiday.To.AddDays(1), 0), reading.Now)
            : store.Open(reading.Now);

    private int CountOf(int shop)
    {
        reading.Shelf.Lock.EnterReadLock();
        try
        {
            return reading.Shelf.OfShop(shop).Length;
        }
        finally
        {
            reading.Shelf.Lock.ExitReadLock();
        }
    }
}
