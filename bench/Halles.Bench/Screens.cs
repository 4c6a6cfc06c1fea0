using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Bench;

/// <summary>How long one screen took of the same asker, one request after the other.</summary>
/// <param name="CpuMs">Processor time of the server for one, with what it did beside.</param>
internal sealed record ScreenRow(string Path, double P50Ms, double P95Ms, double CpuMs, int Bytes, HttpStatusCode Status);

/// <summary>Every screen of a merchant and of an operator in a mall of 100,000 products, as a signed-in browser asks for them.</summary>
internal static class Screens
{
    private const int Products = 100_000;

    private static readonly string[] Desk =
    [
        "today", "activity", "customers/", "customers/?q=Camille", "customers/?q=buyer-17%40example.org", "customers/{order}", "decisions/", "hand-over", "hours/", "imports/", "messages", "movements",
        "orders/", "orders/?view=all", "orders/?view=all&page=150", "orders/?view=late", "orders/?view=done", "orders/?q=buyer-17%40example.org", "orders/?q=fleuta", "orders/?view=all&paid=no&days=30", "orders/pick-list", "orders/{order}", "orders/{order}/slip",
        "products/", "products/?page=90", "products/?q=fleuta", "products/?category={leaf}", "products/bulk/?all=1", "products/new", "products/scan", "products/translations", "products/translations?in=en", "products/translations?in=en&page=90", "products/{product}", "products/{product}/translations",
        "promotions/", "promotions/new", "promotions/{promotion}", "settings/", "settings/identity", "settings/keys/", "settings/opening", "settings/places/", "settings/places/new", "settings/places/{store}", "settings/story", "settings/team/",
        "statistics/", "statistics/?days=90", "statistics/?days=366", "statistics/?days=366&by=views", "stock", "stock?view=low", "stock?q=fleuta", "stock/count/", "stock/file/", "stock/{variant}",
    ];

    private static readonly string[] Office =
    [
        "", "attributes/", "attributes/new", "attributes/colour", "audit/", "audit/?what=edit-product", "audit/?shop=shop-0", "audit/?what=nothing&who=operator%40example.org", "brand/", "brand/look.css", "categories/", "categories/changes", "categories/import", "categories/names", "categories/names?q=rayon", "categories/new", "categories/{leaf}",
        "categories/{leaf}/merge", "categories/{leaf}/place", "jobs", "pages/", "pages/new", "pages/{page}", "people", "people?q=example", "places/", "places/new", "places/{place}", "reports/", "reports/?view=decided", "reports/figures", "reports/{report}", "settings", "shops", "shops?view=applied", "shops?view=open&q=19", "shops/{shop}",
    ];

    private static readonly string[] Downloads =
        ["desk/shop-0/imports/export?format=halles", "desk/shop-0/statistics/csv?of=products", "desk/shop-0/stock/file/csv?store=store", "office/audit/csv", "office/reports/figures/csv"];

    /// <summary>Makes the mall where there is none yet, and asks for each screen so many times.</summary>
    /// <param name="only">What the address must contain.</param>
    public static async Task<IReadOnlyList<ScreenRow>> Run(string folder, string? postgres, int times, string only)
    {
        var mall = (postgres is null ? SeededMall.Kept(folder) : null) ?? await SeededMall.Make(folder, postgres, Products);
        var (merchant, @operator, names) = await Enter(mall);
        var rows = new List<ScreenRow>();
        await using (var plain = await ServerProcess.Fixed())
        {
            rows.Add(await Ask(plain, "/", "", times));
        }

        await using var server = await ServerProcess.Mall(mall);
        foreach (var path in Desk.Select(p => "desk/shop-0/" + p).Concat(Office.Select(p => "office/" + p)).Concat(Downloads).Where(p => p.Contains(only, StringComparison.Ordinal)))
        {
            var named = names.Aggregate(path, (p, n) => p.Replace($"{{{n.Key}}}", n.Value, StringComparison.Ordinal));
            rows.Add(await Ask(server, "/fr/" + named, path.StartsWith("desk", StringComparison.Ordinal) ? merchant : @operator, times) with { Path = "/fr/" + path });
        }

        return rows;
    }

    private static async Task<ScreenRow> Ask(ServerProcess server, string path, string session, int times)
    {
        const int Warming = 3;
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        http.DefaultRequestHeaders.Host = "localhost";
        http.DefaultRequestHeaders.Add("Cookie", "halles-session=" + session);
        http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var (took, status, bytes, processor) = (new List<double>(), default(HttpStatusCode), 0, TimeSpan.Zero);
        for (var i = -Warming; i < times; i++)
        {
            processor = i == 0 ? server.Processor : processor;
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(server.Origin + path);
            bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
            status = answer.StatusCode;
            if (i >= 0)
            {
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        took.Sort();
        return new ScreenRow(path, took[took.Count / 2], took[(int)Math.Ceiling(took.Count * 0.95m) - 1], (server.Processor - processor).TotalMilliseconds / times, bytes, status);
    }

    /// <summary>Signs merchant and operator in, in a mall with a year behind it.</summary>
    /// <returns>Their sessions, and what the addresses name.</returns>
    private static async Task<(string Merchant, string Operator, Dictionary<string, string> Names)> Enter(SeededMall mall)
    {
        using var data = DataFolder.TryLock(mall.Folder) ?? throw new InvalidOperationException($"{mall.Folder} is in use.");
        using var database = new MallDatabase(data, mall.Postgres);
        Migrator.Migrate(database);
        using var writer = new MallWriter(database, new ChangeFeed(database), TimeProvider.System, NullLogger<MallWriter>.Instance);
        var (shop, store) = database.Read(sql => sql.List("SELECT s.id, t.id FROM shops s JOIN stores t ON t.shop_id = s.id WHERE s.slug = 'shop-0'", r => (r.Id(0), r.Id(1)))[0]);
        if (database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM people WHERE email = $1", BusyYear.Merchant)) == 0)
        {
            await new BusyYear(writer, shop, store).Write(database.Read(sql => sql.List("SELECT id FROM categories WHERE code LIKE 'leaf-%' ORDER BY id", r => r.Id(0))));
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["shop"] = shop.ToString(), ["store"] = store.ToString(), ["order"] = "B0009000", ["leaf"] = One("SELECT id FROM categories WHERE code = 'leaf-0'"),
            ["product"] = One("SELECT product_id FROM order_lines ORDER BY 1 LIMIT 1"), ["variant"] = One("SELECT variant_id FROM order_lines ORDER BY 1 LIMIT 1"),
            ["promotion"] = One("SELECT id FROM promotions ORDER BY 1 LIMIT 1"), ["page"] = One("SELECT id FROM pages ORDER BY 1 LIMIT 1"), ["place"] = One("SELECT id FROM districts ORDER BY 1 LIMIT 1"), ["report"] = One("SELECT id FROM reports ORDER BY 1 LIMIT 1"),
        };
        return (await SignIn(BusyYear.Merchant), await SignIn(BusyYear.Operator), names);

        string One(string sql) => database.Read(s => s.Scalar<Guid>(sql)).ToString();

        async Task<string> SignIn(string email)
        {
            var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            await writer.Write<Kernel.Done>(s =>
            {
                s.Insert(new Session
                {
                    TokenHash = SHA256.HashData(Encoding.UTF8.GetBytes(token)), Id = s.NewId(), PersonId = s.Sql.Scalar<Guid>("SELECT id FROM people WHERE email = $1", email), Device = "bench",
                    CreatedAt = s.Now, LastSeenAt = s.Now, ExpiresAt = s.Now.AddHours(12), StrongAt = s.Now, ProvedAt = s.Now,
                });
                return default(Kernel.Done);
            });
            return token;
        }
    }
}
