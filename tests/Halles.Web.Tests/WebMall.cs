using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Testing;
using Halles.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using HostOptions = Halles.Web.Hosting.HostOptions;

namespace Halles.Web.Tests;

/// <summary>A mall served on a loopback port: empty but for its settings, on either engine, with a clock that tests move.</summary>
internal sealed class WebMall : IAsyncDisposable
{
    private readonly string _folder;
    private readonly DataFolder _data;
    private readonly string? _databaseName;
    private readonly WebApplication _app;

    private WebMall(string folder, DataFolder data, string? databaseName, WebApplication app, Uri origin, ManualClock clock) =>
        (_folder, _data, _databaseName, _app, Origin, Clock) = (folder, data, databaseName, app, origin, clock);

    public Uri Origin { get; }

    /// <summary>Begins now, since browsers judge cookies by the real time.</summary>
    public ManualClock Clock { get; }

    /// <summary>The connection string of its PostgreSQL database; null on SQLite.</summary>
    public string? Postgres => _databaseName is null ? null : PostgresServer.Database(_databaseName);

    /// <summary>PostgreSQL: ends all connections and takes no new ones.</summary>
    public void TakeDown() => PostgresServer.Refuse(_databaseName!, true);

    /// <summary>Undoes <see cref="TakeDown"/>.</summary>
    public void BringBack() => PostgresServer.Refuse(_databaseName!, false);

    public IServiceProvider Services => _app.Services;

    public MallDatabase Database => Get<MallDatabase>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Makes and serves a mall; dispose it to remove it.</summary>
    /// <param name="template">What it begins as; an empty mall unless one is given, whose settings then stay as they are but for the address.</param>
    public static async Task<WebMall> Open(
        Engine engine, Func<MallSettings, MallSettings>? settings = null, Action<IServiceCollection>? more = null, Action<WebApplication>? map = null, MallTemplate? template = null)
    {
        var folder = Directory.CreateTempSubdirectory("halles-web-").FullName;
        var origin = new Uri($"http://localhost:{FreePort.Next()}");
        var databaseName = engine is Engine.Sqlite ? null : "halles_web_" + Ids.New(TimeProvider.System).ToString("N");
        (template ?? MallTemplate.Empty(engine)).CopyTo(folder, databaseName);
        var postgres = databaseName is null ? null : PostgresServer.Database(databaseName);
        var data = DataFolder.TryLock(folder)!;
        await Settle(data, postgres, origin, settings ?? (s => s));
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        var app = MallHost.Build(new HostOptions(data, postgres, origin.Port), services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton(RateLimits.Off); // all visitors come from one address
            services.AddSingleton(NoCrowd.Make());
            services.AddLogging(l => l.AddFilter("Halles", LogLevel.Warning));
            more?.Invoke(services);
        });
        map?.Invoke(app);
        await app.StartAsync();
        return new WebMall(folder, data, databaseName, app, origin, clock);
    }

    /// <summary>Writes, and fails the test when refused.</summary>
    public async Task<T> Write<T>(Func<WriteSession, Result<T>> work)
    {
        var result = await Get<MallWriter>().Write(work);
        return result.Ok ? result.Value : throw new InvalidOperationException($"Refused: {result.Problem!.Code}");
    }

    /// <summary>One figure of the database.</summary>
    public T? Scalar<T>(string sql, params object?[] args) => Database.Read(s => s.Scalar<T>(sql, args));

    /// <summary>Closes it for good, for copies to be made of it.</summary>
    public async Task<MallTemplate> Rest()
    {
        var database = Database;
        await _app.StopAsync();
        await _app.DisposeAsync();
        database.Dispose();
        _data.Dispose();
        return new MallTemplate(_folder, _databaseName);
    }

    public async ValueTask DisposeAsync()
    {
        await Rest();
        if (_databaseName is not null)
        {
            PostgresServer.Drop(_databaseName);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static readonly MallSettings Plain = new()
    {
        Origin = "", // each its own
        Name = "Les Halles d’essai",
        Languages = ["fr", "en"],
        Currency = "EUR",
        Country = "FR",
        TimeZone = "Europe/Paris",
        Town = "Saint-Aubin",
    };

    private static async Task Settle(DataFolder data, string? postgres, Uri origin, Func<MallSettings, MallSettings> settings)
    {
        using var database = new MallDatabase(data, postgres);
        using var writer = new MallWriter(database, new ChangeFeed(database), TimeProvider.System, NullLogger<MallWriter>.Instance);
        var present = new CurrentSettings(database) is { Exist: true } kept ? kept.Value : Plain;
        (await writer.Write(s => CurrentSettings.Save(s, settings(present with { Origin = origin.GetLeftPart(UriPartial.Authority) }), by: null))).Ok.ShouldBeTrue();
    }
}
