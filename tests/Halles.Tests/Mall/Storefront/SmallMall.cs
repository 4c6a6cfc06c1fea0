using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Storefront;
using Halles.Mall.Stores;
using Halles.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using PriceChange = Halles.Mall.Catalogue.PriceChange;

namespace Halles.Tests.Mall.Storefront;

/// <summary>
/// A mall made by the test, with its storefront: languages French and English, euros, Paris; aisles <c>food</c>
/// (with <c>bread</c>) and <c>home</c> (with <c>lamps</c>); attributes <c>colour</c>, <c>power</c> and <c>organic</c>.
/// </summary>
internal sealed class SmallMall : IDisposable
{
    public const string AllWeek = "Tu-Sa 09:00-12:30 14:00-19:00";
    private readonly Dictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    private SmallMall(TestMall mall)
    {
        Mall = mall;
        (Shown, Projector) = Open();
    }

    public TestMall Mall { get; }

    public Halles.Mall.Storefront.Storefront Shown { get; private set; }

    public StorefrontProjector Projector { get; private set; }

    public static async Task<SmallMall> On(Engine engine)
    {
        var mall = new SmallMall(TestMall.On(engine));
        await mall.Write(s =>
        {
            CurrentSettings.Save(s, Settings, by: null);
            mall.AddTaxonomy(s.Db);
            s.Changed(Topic.Category, Guid.Empty, Guid.Empty);
        });
        return mall;
    }

    public static MallSettings Settings { get; } = new()
    {
        Name = "Halles de Test", Languages = ["fr", "en"], Currency = "EUR", Country = "FR", TimeZone = "Europe/Paris", Origin = "http://localhost",
        Latitude = 47.0, Longitude = 2.0, Town = "Testville",
    };

    /// <summary>The id of what the test calls so; a new one at first.</summary>
    public Guid Id(string name) => _ids.TryGetValue(name, out var id) ? id : _ids[name] = Ids.New(Mall.Clock);

    /// <summary>Another reader and projector over the same folder, as after a restart.</summary>
    public void Restart()
    {
        Close();
        (Shown, Projector) = Open();
    }

    public void Close()
    {
        Projector.Dispose();
        Shown.Dispose();
    }

    public Task Write(Action<WriteSession> work) => Mall.Write<Done>(s =>
    {
        work(s);
        return default(Done);
    });

    /// <summary>Follows the feed until the last committed change is shown.</summary>
    public async Task CatchUp()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Projector.Step(patience.Token);
        while (Projector.Position < Mall.Feed.LastCommitted)
        {
            var more = Mall.Feed.More;
            if (Projector.Step(patience.Token) == 0)
            {
                await Mall.Feed.Wait(more, patience.Token); // on PostgreSQL other tests' transactions hold the window back
            }
        }
    }

    public Task AddShop(string slug, string? name = null, ShopState state = ShopState.Open, WaysOfGetting? ways = null) => Write(s =>
    {
        s.Db.Add(new Shop
        {
            Id = Id(slug), Slug = slug, Name = name ?? slug, Kind = "bakery", State = state, Legal = new LegalIdentity { Name = slug }, Language = "fr", Email = "a@b.fr",
            Strap = new LocalText("fr", "Une boutique"), CreatedAt = s.Now,
        });
        s.Db.Add(new FulfilmentRow { ShopId = Id(slug), Ways = ways ?? new WaysOfGetting(Collect: new CollectTerms()) });
        s.Db.Add(new PaymentTermsRow { ShopId = Id(slug), Ways = new WaysOfPaying(InStore: true) });
        s.Changed(Topic.Shop, Id(slug), Id(slug));
    });

    public Task AddStore(string shop, string slug, double north = 0, string hours = AllWeek) => Write(s =>
    {
        s.Db.Add(new Store
        {
            ShopId = Id(shop), Id = Id(slug), Slug = slug, Name = slug, Address = new Address { City = "Testville", Postcode = "18000", Country = Country.Parse("FR") },
            Latitude = 47.0 + north, Longitude = 2.0, TimeZone = "Europe/Paris", Hours = hours,
        });
        s.Changed(Topic.Store, Id(shop), Id(slug));
    });

    /// <summary>A published product of one variant, called as its handle, with stock in a store when that is named.</summary>
    public Task AddProduct(string shop, Goods goods) => Write(s => Add(s, shop, goods));

    public void Add(WriteSession s, string shop, Goods goods)
    {
        var (shopId, id) = (Id(shop), Id(goods.Handle));
        s.Db.Add(new Product
        {
            ShopId = shopId, Id = id, Handle = goods.Handle, State = goods.State, CategoryId = Id(goods.Category), TaxCategory = "standard", Language = "fr", Maker = goods.Maker,
            Attributes = goods.Attributes, Policy = goods.Policy, CreatedAt = s.Now, UpdatedAt = s.Now, PublishedAt = s.Now,
        });
        foreach (var (language, field, text) in ((string, TextField, string?)[])[("fr", TextField.Name, goods.Name ?? goods.Handle), ("en", TextField.Name, goods.English), ("fr", TextField.Description, goods.Text), .. goods.Names.Select(n => (n.Key, TextField.Name, n.Value))])
        {
            if (text is not null)
            {
                s.Db.Add(new ProductText { ShopId = shopId, ProductId = id, Language = language, Field = field, Text = text, State = TextState.Own });
            }
        }

        var variant = Id(goods.Handle + "/v");
        s.Db.Add(new Variant { ShopId = shopId, Id = variant, ProductId = id, Sku = goods.Sku ?? goods.Handle, Gtin = goods.Gtin, Price = goods.Price, Measure = goods.Measure });
        s.Db.Add(new PriceChange { ShopId = shopId, VariantId = variant, At = s.Now, Price = goods.Price });
        if (goods.Store is not null)
        {
            s.Db.Add(new StockLevel { ShopId = shopId, VariantId = variant, StoreId = Id(goods.Store), OnHand = goods.OnHand, SeenAt = s.Now });
        }

        s.Changed(Topic.Product, shopId, id);
    }

    public Task SetStock(string shop, string handle, string store, long onHand) => Write(s =>
    {
        s.Sql.Execute("UPDATE stock SET on_hand = $4 WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", Id(shop), Id(handle + "/v"), Id(store), onHand);
        s.Changed(Topic.Stock, Id(shop), Id(handle + "/v"));
    });

    public Task SetProduct(string shop, string handle, Action<Product> change) => Write(s =>
    {
        change(s.Db.Set<Product>().Single(p => p.ShopId == Id(shop) && p.Id == Id(handle)));
        s.Changed(Topic.Product, Id(shop), Id(handle));
    });

    public Task SetShop(string slug, Action<Shop> change) => Write(s =>
    {
        change(s.Db.Set<Shop>().Single(x => x.Id == Id(slug)));
        s.Changed(Topic.Shop, Id(slug), Id(slug));
    });

    public ProductPage? Product(string shop, string handle, string language = "fr") => Shown.Product(shop, handle, language);

    public ProductList Search(string text, string language = "fr") => Shown.Search(new ProductQuery { Text = text, Language = language });

    public IEnumerable<string> Handles(string text, string language = "fr") => Search(text, language).Hits.Select(h => h.Handle);

    public void Dispose()
    {
        Close();
        Mall.Dispose();
    }

    private (Halles.Mall.Storefront.Storefront, StorefrontProjector) Open()
    {
        var storefront = new Halles.Mall.Storefront.Storefront(Mall.Clock);
        return (storefront, new StorefrontProjector(Mall.Database, Mall.Feed, storefront, Mall.Clock, NullLogger<StorefrontProjector>.Instance));
    }

    private void AddTaxonomy(MallDb db)
    {
        (string, string?, string, string, string[])[] categories =
            [("food", null, "Alimentation", "Food", []), ("bread", "food", "Pains", "Breads", ["organic"]), ("home", null, "Maison", "Home", []), ("lamps", "home", "Luminaires", "Lighting", ["colour", "power"])];
        foreach (var (code, parent, fr, en, attributes) in categories)
        {
            db.Add(new Category { Id = Id(code), Code = code, ParentId = parent is null ? null : Id(parent), Name = new LocalText("fr", fr) { ["en"] = en }, Attributes = attributes });
        }

        db.Add(new ProductAttribute
        {
            Code = "colour", Name = new LocalText("fr", "Couleur") { ["en"] = "Colour" }, Type = AttributeType.Text,
            Values = new() { ["red"] = new LocalText("fr", "Rouge") { ["en"] = "Red" }, ["blue"] = new LocalText("fr", "Bleu") { ["en"] = "Blue" } },
        });
        db.Add(new ProductAttribute { Code = "power", Name = new LocalText("fr", "Puissance"), Type = AttributeType.Number, Unit = "W" });
        db.Add(new ProductAttribute { Code = "organic", Name = new LocalText("fr", "Bio"), Type = AttributeType.YesNo });
    }
}

/// <summary>What a test says of a product.</summary>
internal sealed record Goods(string Handle, string? Name = null, string Category = "food", long Price = 1000)
{
    public string? English { get; init; }

    /// <summary>Its name in more languages.</summary>
    public Dictionary<string, string> Names { get; init; } = [];

    public string? Text { get; init; }

    public string? Maker { get; init; }

    public string? Sku { get; init; }

    public string? Gtin { get; init; }

    public string? Measure { get; init; }

    public Dictionary<string, string> Attributes { get; init; } = [];

    public StockPolicy Policy { get; init; }

    public ProductState State { get; init; } = ProductState.Published;

    public string? Store { get; init; }

    public long OnHand { get; init; } = 5;
}
