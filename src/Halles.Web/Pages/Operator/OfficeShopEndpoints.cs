using Halles.Kernel;
using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Halles.Web.Hosting;
using Halles.Web.Pages.Account;
using Halles.Web.Pages.Merchant;

namespace Halles.Web.Pages.Operator;

/// <summary>One shop before the market's office: an application with what it lacks, decisions, and acting for the shop.</summary>
internal static class OfficeShopEndpoints
{
    private const int Lately = 10;

    public static void MapOfficeShops(this RouteGroupBuilder office)
    {
        office.MapGet("shops/{id:guid}", (HttpContext http, Guid id, string? done) => Show(http, id, Typed.Nothing, [], done is not null)).RequirePermission(Permission.ViewMall);
        office.MapPost("shops/{id:guid}", TakeStep).RequirePermission(Permission.ApproveShops);
        office.MapPost("shops/{id:guid}/ask", Ask).RequirePermission(Permission.ApproveShops);
        office.MapPost("shops/{id:guid}/enter", Enter).RequirePermission(Permission.EnterShops);
    }

    private static IResult Show(HttpContext http, Guid id, Typed typed, IReadOnlyList<Problem> problems, bool done = false)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<ReadShop>().Find(id) is not { } shop)
        {
            return Answers.Page(ShopProblems.None);
        }

        var database = services.GetRequiredService<MallDatabase>();
        return Render.Page<OfficeShopPage>(
            new
            {
                Shop = shop,
                Steps = services.GetRequiredService<ShopLife>().StepsOf(shop),
                Stores = ReadStores.Of(database, id),
                Team = services.GetRequiredService<Team>().List(id),
                History = services.GetRequiredService<ReadAudit>().Find(new AuditQuery { Shop = id }, Lately),
                Products = database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM products WHERE shop_id = $1 AND state = 'Published'", id)),
                OpenOrders = database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM orders WHERE shop_id = $1 AND ended_at IS NULL", id)),
                V = typed,
                Problems = problems,
                Done = done,
                Asks = ProveEndpoints.Asks(http),
            },
            problems.Count > 0 ? problems[0].Status : StatusCodes.Status200OK);
    }

    // From the list one comes back to the list, where the next one waits.
    private static async Task<IResult> TakeStep(HttpContext http, PageContext page, ReadShop shops, ShopLife life, Guid id)
    {
        var form = await FormReader.Read(http);
        var to = form.Word("state", ShopState.Suspended);
        var before = shops.Find(id)?.State;
        var taken = form.Ok ? await life.Step(id, to, ShopSide.Mall, form.Raw("reason"), http.SignedIn().PersonId) : form.Problems[0];
        return !taken.Ok ? Show(http, id, Typed.Of(form), [taken.Problem!])
            : form.Raw("back") == "shop" ? Render.SeeOther(page.Links.OfficePage($"shops/{id}") + "?done=1")
            : Render.SeeOther(page.Links.OfficePage("shops") + "?view=" + before!.Value.ToString().ToLowerInvariant());
    }

    private static async Task<IResult> Ask(HttpContext http, PageContext page, AskForChange changes, Guid id)
    {
        var form = await FormReader.Read(http);
        var asked = await changes.Run(id, form.Raw("wish"), http.SignedIn().PersonId);
        return asked.Ok ? Render.SeeOther(page.Links.OfficePage($"shops/{id}") + "?done=1") : Show(http, id, Typed.Of(form), asked.Problem!.Single);
    }

    private static async Task<IResult> Enter(HttpContext http, PageContext page, ReadShop shops, ShopVisits visits, Guid id)
    {
        var form = await FormReader.Read(http);
        var entered = await visits.Enter(http.SignedIn(), id, form.Raw("visit"));
        return entered.Ok ? Render.SeeOther(page.Links.DeskPage(shops.Find(id)!.Slug))
            : ProveEndpoints.IfAsked(page, entered.Problem, page.Links.OfficePage($"shops/{id}")) ?? Show(http, id, Typed.Of(form), entered.Problem!.Single);
    }
}
