using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Halles.Client;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Web.Tests.Commands;

public sealed class KilledDemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("halles-killed-").FullName;
    private readonly string _name = "halles_killed_" + Ids.New(TimeProvider.System).ToString("N");

    /// <summary>The pictures come first: once they are there, the mall itself is being written.</summary>
    [Theory, OnBothEngines]
    public async Task A_demo_that_was_killed_while_it_was_made_is_made_anew_and_whole_and_loses_no_purchase_when_it_is_killed_again(Engine engine)
    {
        var place = Place(engine);
        IReadOnlyDictionary<string, (string Body, Guid Purchase)> acknowledged;
        using (var making = Program.Start(["demo", .. place]))
        {
            await Task.Run(() => SpinWait.SpinUntil(() => making.HasExited || Pictures(engine) > 0, TimeSpan.FromMinutes(1)));
            making.Kill();
            await making.WaitForExitAsync();
        }

        Count(engine, "settings").ShouldBe(0, "it was killed in the midst");
        Count(engine, "products").ShouldBe(0);
        using (var server = Program.Start(["serve", "--demo", "--port", "0", .. place]))
        {
            var origin = await Program.Open(server);
            Count(engine, "orders").ShouldBe(DemoOrderPlan.Orders);
            acknowledged = await BuyUntilKilled(engine, origin, server);
        }

        using (var server = Program.Start(["serve", "--port", "0", .. place]))
        {
            using var http = new HttpClient { BaseAddress = await Program.Open(server) };
            foreach (var (key, (body, purchase)) in acknowledged)
            {
                (await Buy(http, key, body)).ShouldBe(purchase, "what was acknowledged is there, and is not bought again");
            }

            server.Kill();
            await server.WaitForExitAsync();
        }

        var check = await Program.Run(["check", "--json", .. place]);
        check.Code.ShouldBe(0, check.Out);
        JsonDocument.Parse(check.Out).RootElement.GetProperty("holds").GetBoolean().ShouldBeTrue();
    }

    public void Dispose()
    {
        PostgresServer.Drop(_name);
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Place(Engine engine)
    {
        if (engine is Engine.Sqlite)
        {
            return ["--data", _folder];
        }

        PostgresServer.Create(_name);
        return ["--data", _folder, "--postgres", PostgresServer.Database(_name)];
    }

    // Four buyers at once; the server is killed while they go on.
    private async Task<IReadOnlyDictionary<string, (string Body, Guid Purchase)>> BuyUntilKilled(Engine engine, Uri origin, Process server)
    {
        var goods = Goods(engine);
        var acknowledged = new ConcurrentDictionary<string, (string, Guid)>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async buyer =>
        {
            using var http = new HttpClient { BaseAddress = origin };
            for (var i = 0; !server.HasExited && i < 500; i++)
            {
                var (key, body) = ($"{buyer}-{i}", Body(goods[(i + (5 * buyer)) % goods.Count], $"{buyer}-{i}@example.org"));
                if (await Buy(http, key, body) is { } purchase)
                {
                    acknowledged[key] = (body, purchase);
                }

                if (acknowledged.Count >= 8 && buyer == 0)
                {
                    server.Kill();
                    await server.WaitForExitAsync();
                }
            }
        }));
        server.HasExited.ShouldBeTrue($"only {acknowledged.Count} purchases were acknowledged");
        return acknowledged;
    }

    private static async Task<Guid?> Buy(HttpClient http, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/purchases") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var answer = await http.SendAsync(request);
            return answer.StatusCode is HttpStatusCode.Created ? (await answer.Content.ReadFromJsonAsync<PlacedAnswer>())!.Id : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null; // it was killed
        }
    }

    private static string Body((string Shop, Guid Store, Guid Variant, long Price) good, string email) =>
        $$$"""
        {"lines":[{"variantId":"{{{good.Variant}}}","quantity":1}],"shops":[{"shop":"{{{good.Shop}}}","way":"collect","payment":"in-store","storeId":"{{{good.Store}}}"}],
         "language":"fr","expectedTotal":{"minor":{{{good.Price}}},"currency":"EUR"},"contact":{"name":"Camille Durand","email":"{{{email}}}","phone":"+33612345678"}}
        """;

    private List<(string Shop, Guid Store, Guid Variant, long Price)> Goods(Engine engine)
    {
        using var database = new MallDatabase(DataFolder.ForReading(_folder), engine is Engine.Sqlite ? null : PostgresServer.Database(_name));
        return database.Read(sql => sql.List(
            """
            SELECT sh.slug, s.store_id, v.id, v.price FROM stock s
            JOIN variants v ON v.shop_id = s.shop_id AND v.id = s.variant_id JOIN products p ON p.shop_id = v.shop_id AND p.id = v.product_id JOIN shops sh ON sh.id = s.shop_id
            WHERE s.on_hand - s.held - s.safety >= 10 AND sh.state = 'Open' AND p.state = 'Published' AND p.step_size = 1 AND p.weighed = $1 ORDER BY v.id LIMIT 60
            """,
            r => (r.Text(0), r.Id(1), r.Id(2), r.Long(3)), false));
    }

    private long Pictures(Engine engine)
    {
        try
        {
            return Count(engine, "media.originals");
        }
        catch (System.Data.Common.DbException)
        {
            return 0; // there is no database yet, or no table
        }
    }

    private long Count(Engine engine, string table)
    {
        using var database = new MallDatabase(DataFolder.ForReading(_folder), engine is Engine.Sqlite ? null : PostgresServer.Database(_name));
        return database.Read(sql => sql.Scalar<long>($"SELECT count(*) FROM {table}"));
    }
}
