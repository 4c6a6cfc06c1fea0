using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Invariants;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Halles.Web.Tests.Api;

/// <summary>Two hundred buyers, fifty pieces, everybody asks twice: on PostgreSQL of two nodes over one database.</summary>
public sealed class ManyBuyersTests
{
    private const int Buyers = 200;
    private const int Pieces = 50;
    private const int MostJitter = 100;

    [Theory, OnBothEngines]
    public async Task Exactly_what_is_there_is_sold_and_nothing_twice(Engine engine)
    {
        await using var web = await WebMall.Open(engine, s => s with { ReservationsPerGuest = 1000, ReservedUnitsPerVariant = 1000 });
        var mall = new ApiMall(web);
        await using var second = web.Postgres is null ? null : await Node.Beside(web);
        var (a, b) = (await mall.Shop(), await mall.Shop());
        var (hot, cold) = (await a.Sells("Galette des rois", 1200, Pieces), await b.Sells("Cidre", 450, 1000));
        HallesClient[] nodes = second is null ? [mall.Guest] : [mall.Guest, second.Client];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(async i =>
        {
            // Half of them name the two shops the other way round, which must lock nobody out.
            ShopChoice[] shops = i % 2 == 0 ? [a.Collect(), b.Collect()] : [b.Collect(), a.Collect()];
            PurchaseLine[] lines = i % 2 == 0 ? [new(hot, 1), new(cold, 2)] : [new(cold, 2), new(hot, 1)];
            var request = new PurchaseRequest(shops, ApiShop.Shopper with { Email = $"buyer{i}@example.org" }, "fr", new Amount(2100, "EUR"), Lines: lines);
            var key = Ids.New(TimeProvider.System).ToString();
            return await Task.WhenAll(Buy(nodes[i % nodes.Length], request, key), Buy(nodes[(i + 1) % nodes.Length], request, key));
        }));

        outcomes.ShouldAllBe(o => o[0] == o[1], "a retry has the same outcome");
        outcomes.Select(o => o[0]).OfType<Guid>().Distinct().Count().ShouldBe(Pieces);
        (a.Has(hot), b.Has(cold)).ShouldBe(((Pieces, Pieces), (1000, 2 * Pieces)));
        web.Scalar<long>("SELECT count(*) FROM purchases").ShouldBe(Pieces);
        web.Scalar<long>("SELECT count(*) FROM orders").ShouldBe(2 * Pieces);
        var findings = Checks.All(web.Database);
        findings.Where(f => !f.Holds).Select(f => $"{f.Number} {f.Name}: {string.Join(", ", f.Examples)}").ShouldBeEmpty();
        findings.Single(f => f.Number == 2).Looked.ShouldBeGreaterThan(0);
    }

    /// <summary>The purchase, or null when the goods are gone; what is refused for the moment is asked again under the same key.</summary>
    private static async Task<Guid?> Buy(HallesClient client, PurchaseRequest request, string key)
    {
        await Task.Delay(Random.Shared.Next(MostJitter));
        while (true)
        {
            try
            {
                return (await client.PlacePurchase(request, key)).Id;
            }
            catch (HallesProblem e) when (e.Code == "stock-gone")
            {
                return null;
            }
            catch (HallesProblem e) when (e.Status == 503)
            {
                await Task.Delay(e.RetryAfter ?? TimeSpan.Zero);
            }
        }
    }

    /// <summary>A second web node over the database of the first.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly string _folder;
        private readonly DataFolder _data;
        private readonly WebApplication _app;

        private Node(string folder, DataFolder data, WebApplication app, int port) =>
            (_folder, _data, _app, Client) = (folder, data, app, new HallesClient(new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") }));

        public HallesClient Client { get; }

        public static async Task<Node> Beside(WebMall first)
        {
            var (folder, port) = (Directory.CreateTempSubdirectory("halles-node-").FullName, FreePort.Next());
            var data = DataFolder.TryLock(folder)!;
            var app = MallHost.Build(new HostOptions(data, first.Postgres, port), services =>
            {
                services.AddSingleton<TimeProvider>(first.Clock);
                services.AddSingleton(NoCrowd.Make());
                services.AddSingleton(first.Get<Secret>()); // all nodes of a mall share it
            });
            await app.StartAsync();
            return new Node(folder, data, app, port);
        }

        public async ValueTask DisposeAsync()
        {
            var database = _app.Services.GetRequiredService<MallDatabase>();
            await _app.StopAsync();
            await _app.DisposeAsync();
            database.Dispose();
            _data.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
