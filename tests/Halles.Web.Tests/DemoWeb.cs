using System.Collections.Concurrent;
using Halles.Demo;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;
using Halles.Testing;
using Halles.Web.Tests.Pages.Account;

namespace Halles.Web.Tests;

/// <summary>The demo mall, served: for tests of the desk and the office, which want goods to work with.</summary>
internal static class DemoWeb
{
    private static readonly ConcurrentDictionary<Engine, Lazy<Task<MallTemplate>>> Made = new();

    /// <summary>A copy of the demo that this process made first.</summary>
    public static async Task<WebMall> Open(Engine engine) =>
        await WebMall.Open(engine, template: await Made.GetOrAdd(engine, e => new Lazy<Task<MallTemplate>>(() => Make(e))).Value);

    private static async Task<MallTemplate> Make(Engine engine)
    {
        var mall = await WebMall.Open(engine);
        var made = await new DemoMall(mall.Get<MallWriter>(), mall.Origin.GetLeftPart(UriPartial.Authority)).Make();
        made.Problem.ShouldBeNull();
        mall.Get<CurrentSettings>().Refresh();
        (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(1))).ShouldBeTrue("shoppers see the demo");
        return (await mall.Rest()).UntilTheEnd();
    }

    /// <summary>A visitor who is signed in as one of the demo's people.</summary>
    public static async Task<Visitor> As(this WebMall mall, string email)
    {
        var visitor = new Visitor(mall);
        var page = await visitor.SignIn(email, DemoPeople.Password);
        page.Html.QuerySelector("#problems").ShouldBeNull(page.Words);
        return visitor;
    }
}
