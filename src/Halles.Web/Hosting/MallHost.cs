using System.Text.Encodings.Web;
using System.Text.Unicode;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall;
using Halles.Mall.Baskets;
using Halles.Mall.Catalogue;
using Halles.Mall.Districts;
using Halles.Mall.Checkout;
using Halles.Mall.Content;
using Halles.Mall.Identity;
using Halles.Mall.Imports;
using Halles.Mall.Mail;
using Halles.Mall.Media;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Mall.Payments;
using Halles.Mall.Reports;
using Halles.Mall.Settings;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Storefront;
using Halles.Mall.Stores;
using Halles.Mall.Tax;
using Halles.Web.Mails;
using Halles.Web.Pages;
using Halles.Web.Pages.Account;
using Halles.Web.Pages.Merchant;
using Halles.Web.Pages.Operator;
using Halles.Web.Pages.Dev;
using Halles.Web.Pages.Shopper;
using Halles.Web.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;

namespace Halles.Web.Hosting;

/// <summary>What a server is started with.</summary>
/// <param name="Folder">The data folder, locked for writing.</param>
/// <param name="Postgres">A PostgreSQL connection string; null for SQLite.</param>
/// <param name="Port">The loopback port; 0 for any free one.</param>
/// <param name="Proxies">Addresses whose forwarded headers are believed.</param>
public sealed record HostOptions(DataFolder Folder, string? Postgres, int Port, IReadOnlyList<string>? Proxies = null, string Listen = "127.0.0.1");

/// <summary>Puts the program together: services, what every request passes, and the endpoints.</summary>
public static class MallHost
{
    /// <summary>A server ready to start; its database must be migrated and hold a mall.</summary>
    public static WebApplication Build(HostOptions options, Action<IServiceCollection>? more = null)
    {
        WebApplication? app = null;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Logs.Configure(builder.Logging);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && app!.Lifetime.ApplicationStarted.IsCancellationRequested); // before, the command line says in one line why it did not start
        Limit(builder, options);
        AddServices(builder.Services, new MallDatabase(options.Folder, options.Postgres));
        builder.Services.AddHostedService<ControlSocket>();
        builder.Services.AddTelemetryExport();
        more?.Invoke(builder.Services);
        app = builder.Build();
        Pipeline(app, options);
        app.Lifetime.ApplicationStarted.Register(() => _ = app.Services.GetRequiredService<CurrentPages>().Now); // read while the database is there, shown while it is not
        return app;
    }

    /// <summary>The same services without a server, for verbs of the command line.</summary>
    internal static IServiceCollection Services(MallDatabase database)
    {
        var services = new ServiceCollection();
        services.AddLogging(l => l.AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        AddServices(services, database);
        return services;
    }

    private static void Limit(WebApplicationBuilder builder, HostOptions options) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        ConnectionLimits.FromEnvironment().Apply(kestrel.Limits);
        kestrel.Listen(System.Net.IPAddress.Parse(options.Listen), options.Port);
    });

    private static void AddServices(IServiceCollection services, MallDatabase database)
    {
        services.AddKernel(database);
        services.AddStorefront();
        services.AddSingleton<CurrentSettings>();
        services.AddMail();
        services.AddIdentity();
        services.AddShops().AddStores().AddDistricts().AddCatalogue().AddMedia().AddImports().AddReports().AddContent();
        services.AddTrade();
        services.AddApi();
        services.AddRateLimits();
        services.AddHealth();
        services.AddTradePages();
        services.AddSingleton<IIdentityLetters, AccountLetters>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddSingleton<SignedInBrowser>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // else accents bloat into entities
        services.AddSingleton<Texts>();
        services.AddSingleton<ContentTexts>();
        services.AddSingleton<Assets>();
        services.AddSingleton<Fragments>();
        services.AddSingleton<SecurityHeaders>();
        services.AddSingleton<PageCache>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<BusyPage>();
        services.AddSingleton<LoadShedding>();
        services.AddSingleton<LiveChanges>();
        services.AddHttpContextAccessor();
        services.AddScoped<PageContext>();
        services.AddSingleton<Microsoft.AspNetCore.Components.IComponentActivator, Components>();
        services.AddRouting(r => r.ConstraintMap["language"] = typeof(LanguageConstraint));
        services.AddResponseCompression(c => c.EnableForHttps = true);
        services.Configure<Microsoft.AspNetCore.ResponseCompression.BrotliCompressionProviderOptions>(b => b.Level = System.IO.Compression.CompressionLevel.Optimal);
    }

    private static IServiceCollection AddTradePages(this IServiceCollection services)
    {
        services.AddSingleton<CurrentShopper>();
        services.AddScoped<Step>();
        services.AddSingleton<DeskSteps>();
        services.AddSingleton<BulkParts>();
        services.AddScoped<PromotionParts>();
        services.AddSingleton<TeamPost>();
        services.AddSingleton<OrderLetters>();
        services.AddSingleton<ShopLanguages>();
        services.AddSingleton<IJob, OrderMailJob>();
        services.AddSingleton<IJob, BackInStockJob>();
        services.AddSingleton<IJob, GuestLinksJob>();
        services.AddSingleton<IJob, ShopMailJob>();
        services.AddSingleton<IJob, ReportMailJob>();
        services.AddSingleton<IJob, LowStockMailJob>();
        services.AddSingleton<IJob, DayMailJob>();
        return services.AddSingleton<IJob, MessageMailJob>();
    }

    private static void Pipeline(WebApplication app, HostOptions options)
    {
        if (options.Proxies is { Count: > 0 } proxies)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
            foreach (var proxy in proxies)
            {
                forwarded.KnownProxies.Add(System.Net.IPAddress.Parse(proxy));
            }

            app.UseForwardedHeaders(forwarded);
        }

        Logs.Number(app);
        app.Use(next => c => app.Services.GetRequiredService<SecurityHeaders>().Guard(c, next));
        app.Use(next => c => app.Services.GetRequiredService<Assets>().Serve(c, next));
        app.UseResponseCompression();
        app.UseMiddleware<Faults>();
        app.UseRouting();
        TelemetryExport.Trace(app);
        app.Use(next => c => app.Services.GetRequiredService<LoadShedding>().Serve(c, next)); // before the body is read and anybody is known
        app.Use(next => c => UrlEncodedForms.Read(c, next));
        app.UseAuthentication();
        app.UseRateLimiter();
        app.Use(next => c => AccessAnswers.RefuseUnknownKey(c, next));
        app.UseAuthorization();
        app.Use(next => c => ViewCounting.Count(c, next)); // pages from the cache too
        app.Use(next => c => app.Services.GetRequiredService<PageCache>().Serve(c, next));
        app.MapApi();
        app.MapAccount();
        app.MapMedia().AllowEverybody().Counts(Traffic.Media);
        app.MapShopperPages();
        app.MapTellMe();
        app.MapBasketPage();
        app.MapCheckoutPages();
        app.MapPurchasePages();
        app.MapReports();
        app.MapDesk();
        app.MapOrderLists();
        app.MapSite();
        app.MapHealth();
        app.MapDev();
        app.MapApply();
        app.MapProducts();
        app.MapTranslations();
        app.MapScan();
        app.MapBulk();
        app.MapStock();
        app.MapImports();
        app.MapCount();
        app.MapStockFile();
        app.MapHours();
        app.MapPlaces();
        app.MapShopSettings();
        app.MapTeam();
        app.MapTeamLetters();
        app.MapActivity();
        app.MapStatistics();
        app.MapCustomers();
        app.MapDecisions();
        app.MapOffice();
    }
}

/// <summary>Matches the languages of this mall in addresses.</summary>
public sealed class LanguageConstraint(CurrentSettings settings) : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is string language && settings.Value.Languages.Contains(language);
}
