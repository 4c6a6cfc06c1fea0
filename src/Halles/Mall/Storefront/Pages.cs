using System.Text.Json;
using Halles.Kernel;

namespace Halles.Mall.Storefront;

/// <summary>Reads product pages: two rows by their keys, and what is in memory.</summary>
internal sealed class Pages(Reading reading, string language, GeoPoint? near)
{
    private const int MostOthers = 6;

    private readonly StoreCards _stores = new(reading, language, near);

    public ProductPage? Product(int key)
    {
        var roster = reading.Roster;
        using var r = reading.Sql.Query(
            """
            SELECT p.id, p.shop, p.category, p.handle, p.published, p.updated, p.flags, p.stock, p.age_limit, p.languages, g.name, g.name_language, g.detail
            FROM products p JOIN pages g ON g.key = $2 WHERE p.key = $1
            """,
            key, (key * (long)StorefrontSchema.MostLanguages) + roster.LanguageOf(language));
        if (!r.Read() || r.Int(1) >= roster.Shops.Length || roster.Shops[r.Int(1)] is not { Data.Shown: true } shop)
        {
            return null;
        }

        var detail = JsonSerializer.Deserialize(r.Bytes(12), StorefrontJson.Kept.StoredPage)!;
        var flags = (ProductFlags)r.Int(6);
        var stores = _stores.StoresOf(shop);
        var card = _stores.Shop(shop, stores);
        return new ProductPage
        {
            Id = r.Id(0),
            Handle = r.Text(3),
            Shop = card,
            Name = new Wording(r.Text(10), r.Text(11)),
            Description = detail.Description,
            Safety = detail.Safety,
            Maker = detail.Maker,
            AgeLimit = r.Int(8),
            Path = [.. roster.PathOf(r.Int(2)).Select(c => c.Link(language))],
            Attributes = detail.Attributes,
            Options = detail.Options,
            Variants = Variants(detail, StockEntry.Read(r.Bytes(7)), flags, stores),
            Photos = detail.Photos,
            SoldBy = detail.SoldBy,
            Policy = detail.Policy,
            PreparationHours = detail.PreparationHours,
            TaxCategory = detail.TaxCategory,
            Promotions = [.. detail.Promotions.Where(p => !(p.EndsAt <= reading.Now))],
            Stores = stores,
            AlsoSoldBy = Others(key, detail),
            Languages = r.Text(9).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            PublishedAt = r.Instant(4),
            UpdatedAt = r.Instant(5),
            NextChange = detail.Promotions.Select(p => p.EndsAt).Where(end => end > reading.Now).Append(_stores.NextChange).Min(),
        };
    }

    private List<VariantOffer> Variants(StoredPage detail, ReadOnlySpan<StockEntry> stock, ProductFlags flags, IReadOnlyList<StoreCard> stores)
    {
        var roster = reading.Roster;
        var (toOrder, byPiece) = ((flags & ProductFlags.ToOrder) != 0, (flags & ProductFlags.ByPiece) != 0);
        var offers = new List<VariantOffer>(detail.Variants.Count);
        for (var i = 0; i < detail.Variants.Count; i++)
        {
            var v = detail.Variants[i];
            var price = new Money(v.Price, roster.Currency);
            var places = new List<StoreStock>(stores.Count);
            var sum = 0L;
            foreach (var store in stores)
            {
                if (toOrder)
                {
                    places.Add(new StoreStock(store.Id, StockState.Of(0, true, byPiece), null));
                    continue;
                }

                foreach (var entry in stock)
                {
                    if (entry.Variant == i && entry.Store < roster.Stores.Length && roster.Stores[entry.Store]?.Id == store.Id)
                    {
                        places.Add(new StoreStock(store.Id, StockState.Of(entry.Available, false, byPiece), Instants.FromMicros(entry.SeenAt)));
                        sum += entry.Available;
                    }
                }
            }

            offers.Add(new VariantOffer
            {
                Id = v.Id,
                Sku = v.Sku,
                Gtin = v.Gtin,
                Choice = v.Choice,
                Words = v.Words,
                Price = price,
                Reduction = v.Lowest is { } lowest ? new PriceReduction(price, new Money(lowest, roster.Currency), Instants.FromMicros(v.Reduced!.Value)) : null,
                UnitPrice = v.UnitPrice is { } unitPrice ? new UnitPrice(new Money(unitPrice, roster.Currency), v.Unit!.Value) : null,
                Measure = v.Measure,
                Weight = v.Weight,
                Stock = StockState.Of(sum, toOrder, byPiece),
                Stores = places,
            });
        }

        return offers;
    }

    private IReadOnlyList<ProductCard> Others(int key, StoredPage detail)
    {
        var gtins = detail.Variants.Where(v => v.Gtin is not null).Select(v => SearchCode.Of(v.Gtin!)).Distinct().Take(3).ToList();
        var others = gtins.SelectMany(gtin => reading.Sql.List("SELECT product FROM codes WHERE code = $1 AND product <> $2 LIMIT $3", r => r.Int(0), gtin, key, MostOthers)).Distinct().Take(MostOthers).ToList();
        return others.Count == 0 ? [] : new Cards(reading, language, near).Read(others);
    }
}
