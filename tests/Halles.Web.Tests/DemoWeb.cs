using Halles.Demo;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;
using Halles.Web.Tests.Pages.Account;

namespace Halles.Web.Tests;

/// <summary>The demo mall, served: for tests of the desk and the office, which want goods to work with.</summary>
internal static class DemoWeb
{
    public static async Task<WebMall> Open(Engine engine)
    {
        var mall = await WebMall.Open(engine);
        var made = await new DemoMall(mall.Get<MallWriter>(), mall.Origin.GetLeftPart(UriPartial.Authority)).Make();
        made.Problem.ShouldBeNull();
        mall.Get<CurrentSettings>().Refresh();
        (await mall.Get<StorefrontProjector>().WaitFor(mall.Get<ChangeFeed>().LastCommitted, TimeSpan.FromMinutes(1))).ShouldBeTrue("shoppers see the demo");
        return mall;
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
