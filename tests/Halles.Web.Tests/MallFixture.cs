using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Storefront;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Halles.Web.Tests;

/// <summary>
/// A small mall that is open on a free loopback port, in this process: one for each engine, made once and shared by all
/// tests, so a test changes only what it made itself. Its clock stands at Tuesday 3 March 2026, nine in the morning in Paris.
/// </summary>
internal sealed class MallFixture
{
    private static readonly ConcurrentDictionary<Engine, Lazy<Task<MallFixture>>> Malls = new();
    private static readonly HtmlParser Parser = new();
    private readonly WebApplication _app;

    private MallFixture(TestMall mall, WebApplication app, string origin)
    {
        (Mall, _app, Origin) = (mall, app, origin);
        Client = NewClient();
    }

    /// <summary>Database, feed and clock. Writes go through <see cref="Writer"/>, the server's own.</summary>
    public TestMall Mall { get; }

    /// <summary>Scheme, host and port, without a slash.</summary>
    public string Origin { get; }

    /// <summary>A visitor without cookies of others; does not follow redirects.</summary>
    public HttpClient Client { get; }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _app.Services;

    public MallWriter Writer => Services.GetRequiredService<MallWriter>();

    /// <summary>The open mall of an engine.</summary>
    public static Task<MallFixture> On(Engine engine) => Malls.GetOrAdd(engine, e => new Lazy<Task<MallFixture>>(() => Open(e))).Value;

    /// <summary>Another visitor, with a cookie jar of their own.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.All })
    {
        BaseAddress = new Uri(Origin),
    };

    /// <summary>A page that is there.</summary>
    public async Task<IHtmlDocument> Page(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Client.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, $"{path}\n{body}");
        return Parser.ParseDocument(body);
    }

    /// <summary>Ends when the storefront shows all that was written until now.</summary>
    public async Task CatchUp() =>
        (await Services.GetRequiredService<StorefrontProjector>().WaitFor(Services.GetRequiredService<ChangeFeed>().LastCommitted, TimeSpan.FromSeconds(20))).ShouldBeTrue();

    private static async Task<MallFixture> Open(Engine engine)
    {
        var mall = TestMall.On(engine);
        var port = FreePort.Next();
        var origin = $"http://localhost:{port}";
        await new SampleMall(mall, origin).Fill();
        mall.Writer.Dispose(); // the server is the one who writes from here on
        var app = MallHost.Build(new HostOptions(mall.Database.Folder, mall.Postgres, port), services =>
        {
            services.AddSingleton<TimeProvider>(mall.Clock);
            services.AddSingleton(NoCrowd.Make());
            services.AddLogging(l => l.SetMinimumLevel(LogLevel.Error));
        });
        await app.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
#pragma warning disable RS0030 // the process does not wait for a handler that awaits
            app.StopAsync().Wait(TimeSpan.FromSeconds(5));
#pragma warning restore RS0030
            ((IDisposable)app).Dispose();
            mall.Dispose();
        };
        return new MallFixture(mall, app, origin);
    }
}
