using Halles.Kernel;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Storefront;
using Halles.Web.Design;

namespace Halles.Web.Pages.Shopper;

/// <summary>A product with the variant that is looked at: what its page and its structured data say.</summary>
/// <param name="Shop">The page of its shop; the terms and identity come from there.</param>
public sealed record ProductView(ProductPage Product, ShopPage Shop, VariantOffer Chosen)
{
    private const int MostSteps = 20;

    /// <summary>The view for an address that names a SKU, or none: then the first variant that can be had.</summary>
    public static ProductView Of(ProductPage product, ShopPage shop, string? sku) => new(
        product, shop,
        product.Variants.FirstOrDefault(v => v.Sku == sku) ?? product.Variants.FirstOrDefault(v => v.Stock.CanBeHad) ?? product.Variants[0]);

    /// <summary>The address of a variant.</summary>
    public string Address(PageContext page, VariantOffer variant) => Links.With(page.Links.Product(Product.Shop.Slug, Product.Handle), [new("sku", variant.Sku)]);

    /// <summary>Where one asks to be told when the variant is back.</summary>
    public string TellMe(PageContext page) => Links.With(page.Links.Product(Product.Shop.Slug, Product.Handle) + "/tell-me", [new("sku", Chosen.Sku)]);

    /// <summary>True when it can be put into a basket now.</summary>
    public bool CanBuy => Product.Shop.TakesOrders && Chosen.Stock.CanBeHad;

    public bool ByPiece => Product.SoldBy.Unit is Unit.Piece;

    /// <summary>The variant that has another value for one option; the nearest there is when that exact one does not exist.</summary>
    public VariantOffer? With(int option, int value)
    {
        var wanted = Chosen.Choice.ToArray();
        wanted[option] = value;
        return Product.Variants.FirstOrDefault(v => v.Choice.SequenceEqual(wanted))
            ?? Product.Variants.Where(v => v.Choice[option] == value).OrderByDescending(v => v.Stock.CanBeHad).FirstOrDefault();
    }

    /// <summary>True when nothing with this value of an option can be had.</summary>
    public bool IsGone(int option, int value) => !Product.Variants.Any(v => v.Choice[option] == value && v.Stock.CanBeHad);

    /// <summary>A variant whose price this value alone decides, where prices differ along the option; else null.</summary>
    public VariantOffer? PriceOf(int option, int value)
    {
        var along = Product.Variants.Where(v => v.Choice[option] == value).DistinctBy(v => v.Price).ToList();
        return along.Count == 1 && Product.Variants.Any(v => v.Price != along[0].Price) ? along[0] : null;
    }

    /// <summary>The quantities that are offered of goods sold by steps: each step up to ten, then fewer.</summary>
    public IReadOnlyList<Quantity> Quantities
    {
        get
        {
            var most = Chosen.Stock.Word is StockWord.ToOrder ? 100 : Chosen.Stock.Left;
            return [.. Enumerable.Range(1, 10).Concat([12, 15, 20, 25, 30, 40, 50, 75, 100]).Where(n => n <= most).Take(MostSteps).Select(n => new Quantity(n, Product.SoldBy))];
        }
    }

    /// <summary>The price of one kg, l or m; of goods sold by steps it is the price itself.</summary>
    public UnitPrice PerUnit => PerUnitOf(Chosen);

    /// <inheritdoc cref="PerUnit"/>
    public UnitPrice PerUnitOf(VariantOffer variant) => new(variant.Price, Product.SoldBy.Unit.Base());

    /// <summary>The least that can be bought.</summary>
    public Quantity Step => new(1, Product.SoldBy);

    /// <summary>The price as it is written: of a piece, or of one kg, l or m.</summary>
    public string Price(PageContext page, VariantOffer variant) =>
        ByPiece ? page.Format.Money(variant.Price) : page.Per(variant.Price, Product.SoldBy.Unit.Base());

    /// <summary>The line under the price: contents and unit price, or what one step costs.</summary>
    public string Contents(PageContext page, VariantOffer variant)
    {
        if (!ByPiece)
        {
            return page.Words.Get("that is {0} for {1}", page.Format.Money(PerUnitOf(variant).For(Step.Measure)), page.Say(Step.Measure));
        }

        var contents = Measure.TryParse(variant.Measure, out var measure) ? page.Say(measure) : variant.Measure;
        return string.Join(" · ", new[] { contents, variant.UnitPrice is { } unit ? page.Say(unit) : null }.Where(w => w is { Length: > 0 }));
    }

    /// <summary>The lawful words of a reduction (Directive 98/6/EC, article 6a); empty when there is none.</summary>
    public static string Reduced(PageContext page, VariantOffer variant) => variant.Reduction is { Percent: > 0 } r
        ? page.Words.Get("Lowest price in 30 days: {0}, {1}", page.Format.Money(r.LowestBefore), page.Minus(page.Format.Percent(r.Percent)))
        : "";

    /// <summary>The stock of a variant in a store; null when the store does not keep it.</summary>
    public static StoreStock? At(StoreCard store, VariantOffer variant) => variant.Stores.FirstOrDefault(s => s.StoreId == store.Id);

    /// <summary>Whether this kind of goods is sold to grown-ups only.</summary>
    public bool IsAgeLimited => Product.AgeLimit > 0;

    /// <summary>When goods that are ordered now can be collected in a store, as the checkout says it too; null when not in sight.</summary>
    public DateTimeOffset? ReadyIn(StoreCard store, DateTimeOffset now) => Ways.Of(
        Shop.Getting, FulfilmentKind.Collect, new StoreNow(store.ShopId, store.Id, store.Name, store.Address, store.Zone, store.Hours, store.ClosedUntil, Product.Shop.Holiday?.Holiday),
        new Parcel(Chosen.Price, 0, Product.Policy is StockPolicy.ToOrder ? Product.PreparationHours : 0), null, now).ReadyBy;

    /// <summary>The store in which it can be collected first, and when; null where nothing is collected or in sight.</summary>
    public (StoreCard Store, DateTimeOffset At)? FirstReady(DateTimeOffset now) => Shop.Getting.Collect is null ? null : Product.Stores
        .Where(s => Product.Policy is StockPolicy.ToOrder || At(s, Chosen) is { Stock.CanBeHad: true })
        .Select(s => (Store: s, At: ReadyIn(s, now))).Where(r => r.At is not null).OrderBy(r => r.At)
        .Select(r => ((StoreCard, DateTimeOffset)?)(r.Store, r.At!.Value)).FirstOrDefault();
}
