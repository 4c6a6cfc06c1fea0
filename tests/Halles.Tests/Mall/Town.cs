using System.Diagnostics.CodeAnalysis;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall;
using Halles.Mall.Catalogue;
using Halles.Mall.Fulfilment;
using Halles.Mall.Payments;
using Halles.Mall.Reports;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall;

/// <summary>
/// A small town on an empty mall, with shops and goods as a test asks for. Its clock stands at Tuesday 3 March 2026, nine in
/// the morning in Paris; stores open Tuesday to Saturday 09:00–12:30 and 14:00–19:00.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "Reads better as the town's own.")]
internal sealed class Town : IDisposable
{
    public const string Hours = "Tu-Sa 09:00-12:30 14:00-19:00";
    private readonly ServiceProvider _services;

    private Town(TestMall mall)
    {
        Mall = mall;
        _services = Services(mall.Database, mall.Feed, mall.Writer);
    }

    public TestMall Mall { get; }

    public DateTimeOffset Now => Mall.Clock.GetUtcNow();

    public static async Task<Town> On(Engine engine, Func<MallSettings, MallSettings>? settings = null)
    {
        var town = new Town(TestMall.On(engine));
        var given = new MallSettings { Name = "Halles", Languages = ["fr", "en"], Currency = "EUR", Country = "FR", TimeZone = "Europe/Paris", Origin = "http://localhost:5080" };
        await town.Mall.Write(s => CurrentSettings.Save(s, settings is null ? given : settings(given), null));
        return town;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another web node on the same PostgreSQL database; on SQLite, where there is but one, the town itself.</summary>
    public TownNode SecondNode() => Mall.Postgres is { } postgres ? new TownNode(postgres, Mall.Clock, Services) : new TownNode(_services);

    private ServiceProvider Services(MallDatabase database, ChangeFeed feed, MallWriter writer) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(Mall.Clock)
        .AddSingleton(database)
        .AddSingleton(feed)
        .AddSingleton(writer)
        .AddSingleton(Mall.Secret)
        .AddSingleton<PersonalData>()
        .AddSingleton<CurrentSettings>()
        .AddShops()
        .AddCatalogue()
        .AddTrade()
        .AddReports()
        .BuildServiceProvider();

    /// <summary>Runs a recurring job once.</summary>
    public Task Run<TJob>()
        where TJob : Halles.Kernel.Jobs.IJob => _services.GetServices<Halles.Kernel.Jobs.IJob>().OfType<TJob>().Single().Run("", CancellationToken.None);

    /// <summary>A shop with one store that offers everything, unless told otherwise.</summary>
    public async Task<TownShop> Shop(string name, WaysOfGetting? ways = null, WaysOfPaying? pay = null, ShopState state = ShopState.Open, string hours = Hours)
    {
        var shop = new TownShop(this, Ids.New(Mall.Clock), Ids.New(Mall.Clock));
        await Mall.Write<Done>(s =>
        {
            s.Db.Add(new Shop
            {
                Id = shop.Id, Slug = Slug(name), Name = name, Kind = "shop", State = state, Language = "fr", Email = $"{Slug(name)}@example.org", CreatedAt = s.Now,
                Legal = new LegalIdentity { Name = name },
            });
            s.Db.Add(Store(shop.Id, shop.StoreId, "first", hours, 0));
            s.Db.Add(new FulfilmentRow { ShopId = shop.Id, Ways = ways ?? Everything });
            s.Db.Add(new PaymentTermsRow { ShopId = shop.Id, Ways = pay ?? new WaysOfPaying(InStore: true, OnDelivery: true, Transfer: new BankAccount(name, "FR7630006000011234567890189")) });
            s.Changed(Topic.Shop, shop.Id, shop.Id);
            return default(Done);
        });
        return shop;
    }

    public static readonly WaysOfGetting Everything = new(
        new CollectTerms(),
        new DeliverTerms([new DeliveryZone(["41100", "412*"], 350, 4000)], Minimum: 1000),
        new ShipTerms([new ShippingZone(["FR"], [new WeightStep(1000, 590), new WeightStep(5000, 990)], [], 8000), new ShippingZone(["DE", "CH"], [], [new AmountStep(0, 1500), new AmountStep(5000, 900)])]));

    public static Store Store(Guid shop, Guid id, string slug, string hours, int position) => new()
    {
        ShopId = shop, Id = id, Slug = slug, Name = slug, TimeZone = "Europe/Paris", Hours = hours, Position = position,
        Address = new Address { Line1 = "1 rue du Four", Postcode = "41100", City = "Saint-Aubin-du-Loir", Country = Country.France },
    };

    public void Dispose()
    {
        Mall.Dispose(); // first, so that the writer is closed before its database
        _services.Dispose();
    }

    private static string Slug(string name) => name.ToLowerInvariant().Replace(' ', '-');
}

/// <summary>A web node: its own connections, feed and writing threads.</summary>
internal sealed class TownNode : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly MallDatabase? _own;

    public TownNode(ServiceProvider shared) => _services = shared;

    public TownNode(string postgres, TimeProvider clock, Func<MallDatabase, ChangeFeed, MallWriter, ServiceProvider> services)
    {
        _own = new MallDatabase(DataFolder.TryLock(Directory.CreateTempSubdirectory("halles-node-").FullName)!, postgres);
        var feed = new ChangeFeed(_own);
        _services = services(_own, feed, new MallWriter(_own, feed, clock, NullLogger<MallWriter>.Instance));
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose()
    {
        if (_own is null)
        {
            return;
        }

        _services.GetRequiredService<MallWriter>().Dispose();
        _services.Dispose();
        _own.Dispose();
        _own.Folder.Dispose();
        Directory.Delete(_own.Folder.Path, recursive: true);
    }
}

/// <summary>A shop of the town.</summary>
internal sealed class TownShop(Town town, Guid id, Guid storeId)
{
    public Guid Id => id;

    public Guid StoreId => storeId;

    /// <summary>Who works there.</summary>
    public Guid Clerk { get; } = Ids.New(town.Mall.Clock);

    /// <summary>A published product with one variant and so much on hand; its variant's id.</summary>
    public async Task<Guid> Sells(string name, long price, long onHand = 100, string tax = "standard", Action<ProductSpec>? with = null)
    {
        var (product, variant, spec) = (Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock), new ProductSpec());
        with?.Invoke(spec);
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(new Product
            {
                ShopId = id, Id = product, Handle = product.ToString("N"), State = ProductState.Published, CategoryId = Guid.Empty, TaxCategory = tax, Language = "fr", CreatedAt = s.Now, PublishedAt = s.Now,
                Policy = spec.Policy, PreparationHours = spec.PreparationHours, StepUnit = spec.StepUnit, StepSize = spec.StepSize, Weighed = spec.Weighed, AgeLimit = spec.AgeLimit,
            });
            s.Db.Add(new ProductText { ShopId = id, ProductId = product, Language = "fr", Field = TextField.Name, Text = name, State = TextState.Own });
            s.Db.Add(new Variant { ShopId = id, Id = variant, ProductId = product, Sku = variant.ToString("N"), Price = price, Weight = spec.Weight });
            s.Changed(Topic.Product, id, product);
            return default(Done);
        });
        if (spec.Policy is StockPolicy.Daily)
        {
            (await town.Get<AdjustStock>().SetTerms(id, variant, storeId, 0, onHand)).Ok.ShouldBeTrue();
        }
        else if (onHand > 0 && spec.Policy is StockPolicy.Counted)
        {
            await Stocks(variant, MovementReason.Opening, onHand);
        }

        return variant;
    }

    /// <summary>Changes what is on the shelf.</summary>
    public async Task<StockLevel> Stocks(Guid variant, MovementReason reason, long amount)
    {
        var result = await town.Get<AdjustStock>().Run(new StockChange(id, variant, storeId, reason, amount, Clerk));
        result.Problem.ShouldBeNull();
        return result.Value;
    }

    /// <summary>On hand and held of a variant now.</summary>
    public (long OnHand, long Held) Has(Guid variant) => town.Mall.Database.Read(sql => sql.List(
        "SELECT on_hand, held FROM stock WHERE shop_id = $1 AND variant_id = $2 AND store_id = $3", r => (r.Long(0), r.Long(1)), id, variant, storeId).Single());
}

/// <summary>What is particular about a product.</summary>
internal sealed class ProductSpec
{
    public StockPolicy Policy { get; set; } = StockPolicy.Counted;

    public int PreparationHours { get; set; }

    public string? StepUnit { get; set; }

    public int StepSize { get; set; } = 1;

    public bool Weighed { get; set; }

    public int AgeLimit { get; set; }

    public int Weight { get; set; } = 500;
}
