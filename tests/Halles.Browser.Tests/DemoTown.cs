using System.Collections.Concurrent;
using Halles.Demo;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Districts;
using Halles.Mall.Fulfilment;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using HostOptions = Halles.Web.Hosting.HostOptions;

namespace Halles.Browser.Tests;

/// <summary>
/// The demo mall, open on a free loopback port in this process: one for each engine, made once. On the real clock, since
/// browsers judge cookies by it.
/// </summary>
internal sealed class DemoTown
{
    private static readonly ConcurrentDictionary<Engine, Lazy<Task<DemoTown>>> Towns = new();
    private static readonly Lazy<Task<DemoTown>> Strange = new(() => Open(Engine.Sqlite, [PseudoTexts.Long, PseudoTexts.RightToLeft]));
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, byte> _given = new();

    private DemoTown(WebApplication app, string origin) => (_app, Origin) = (app, origin);

    /// <summary>Scheme, host and port, without a slash.</summary>
    public string Origin { get; }

    public MallDatabase Database => Get<MallDatabase>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static Task<DemoTown> On(Engine engine) => Towns.GetOrAdd(engine, e => new Lazy<Task<DemoTown>>(() => Open(e, []))).Value;

    /// <summary>A town that speaks the two languages of nobody as well, has a map with streets, and whose <c>/{language}/fails/{status}</c> fail.</summary>
    public static Task<DemoTown> Polyglot() => Strange.Value;

    /// <summary>A product with plenty in stock of a shop that offers a way of getting it and a way of paying; its shop, path and
    /// variant. Each is given once: tests that run side by side do not count what the other bought.</summary>
    /// <param name="least">What it costs at least, minor units.</param>
    /// <param name="not">Shops that are taken already.</param>
    public Goods Find(FulfilmentKind way, Func<ShopPage, bool> pays, long least, params string[] not)
    {
        var storefront = Get<Storefront>();
        foreach (var shop in storefront.Shops("fr").Where(s => s.TakesOrders && s.Ways.Contains(way) && !not.Contains(s.Slug)))
        {
            var page = storefront.Shop(shop.Slug, "fr")!;
            var hits = storefront.Search(new ProductQuery { Language = "fr", Shop = shop.Slug, InStock = true, Way = way, Size = 100, PriceFrom = least }).Hits;
            foreach (var hit in pays(page) ? hits : [])
            {
                var product = storefront.Product(shop.Slug, hit.Handle, "fr")!;
                if (product is { AgeLimit: 0, Options.Count: 0, SoldBy.Unit: Kernel.Unit.Piece, Policy: Mall.Catalogue.StockPolicy.Counted } && product.Stock.Left > 5 && _given.TryAdd(product.Variants[0].Id, 0))
                {
                    return new Goods(shop.Slug, shop.Id, $"/fr/shops/{shop.Slug}/{product.Handle}", product.Variants[0].Id);
                }
            }
        }

        throw new InvalidOperationException($"The demo has nothing to {way}.");
    }

    /// <summary>E-mail of the owner of a shop.</summary>
    public string OwnerOf(string slug) => Database.Read(sql => sql.List(
        "SELECT p.email FROM memberships m JOIN people p ON p.id = m.person_id JOIN shops s ON s.id = m.shop_id WHERE s.slug = $1 AND m.role = 'Owner'", r => r.Text(0), slug).Single());

    private static async Task<DemoTown> Open(Engine engine, string[] more)
    {
        var mall = TestMall.On(engine);
        mall.Writer.Dispose(); // its clock is another
        var port = FreePort.Next();
        var origin = $"http://localhost:{port}";
        using (var writer = new MallWriter(mall.Database, new ChangeFeed(mall.Database), TimeProvider.System, NullLogger<MallWriter>.Instance))
        {
            (await new DemoMall(writer, origin).Make()).Problem.ShouldBeNull();
        }

        var app = MallHost.Build(new HostOptions(mall.Database.Folder, mall.Postgres, port), services =>
        {
            services.AddLogging(l => l.SetMinimumLevel(LogLevel.Critical));
            services.AddSingleton(RateLimits.Off); // all visitors come from one address
            services.AddSingleton(NoCrowd.Make());
            _ = more.Length == 0 ? services : services.AddSingleton(PseudoTexts.Make());
        });
        app.MapGet("/{lang:language}/fails/{status:int}", (HttpContext context, int status) =>
        {
            context.Response.StatusCode = status == 500 ? throw new InvalidOperationException("As asked.") : status;
            return Task.CompletedTask;
        }).AllowAnonymous();
        await app.StartAsync();
        if (more.Length > 0)
        {
            var current = app.Services.GetRequiredService<CurrentSettings>();
            var settings = current.Value with { Languages = [.. current.Value.Languages, .. more], Tiles = new MapTiles("https://tiles.example/{z}/{x}/{y}.png", "© OpenStreetMap") };
            (await app.Services.GetRequiredService<MallWriter>().Write(s => CurrentSettings.Save(s, settings, by: null))).Problem.ShouldBeNull();
            current.Refresh();
            var place = new District { Id = Kernel.Ids.New(TimeProvider.System), Slug = "centre", Name = new Kernel.LocalText("fr", "Le centre") { ["en"] = "The centre" }, Text = new Kernel.LocalText("fr", "Autour de **l’église**."), Boundary = new Boundary(settings.Latitude, settings.Longitude, 600) };
            (await app.Services.GetRequiredService<MallWriter>().Write<Kernel.Done>(s =>
            {
                s.Insert(place);
                s.Changed(Topic.District, Guid.Empty, place.Id);
                return default(Kernel.Done);
            })).Problem.ShouldBeNull();
            (await app.Services.GetRequiredService<StorefrontProjector>().WaitFor(app.Services.GetRequiredService<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(1))).ShouldBeTrue();
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
#pragma warning disable RS0030 // the process does not wait for a handler that awaits
            app.StopAsync().ContinueWith(_ => { }).GetAwaiter().GetResult();
#pragma warning restore RS0030
            ((IDisposable)app).Dispose();
            mall.Dispose();
        };
        return new DemoTown(app, origin);
    }
}

/// <summary>Something to buy.</summary>
internal sealed record Goods(string Shop, Guid ShopId, string Path, Guid Variant);
