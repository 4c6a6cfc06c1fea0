using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Orders;
using Halles.Mall.Stores;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's orders in lists: views, filters and search, bulk steps, pick lists and slips.</summary>
public static class OrderListEndpoints
{
    public static void MapOrderLists(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/{lang:language}/desk/{shop}/orders").GuardForms();
        orders.MapGet("", Orders).RequirePermission(Permission.ViewShop);
        orders.MapPost("bulk", Bulk).RequirePermission(Permission.ManageOrders);
        orders.MapPost("views", KeepView).RequirePermission(Permission.ManageOrders);
        orders.MapPost("views/{view:guid}/remove", RemoveView).RequirePermission(Permission.ManageOrders);
        orders.MapGet("pick-list", (HttpContext c, ReadOrders read) => PickList(c, read, null)).RequirePermission(Permission.ViewShop);
        orders.MapGet("{code}/slip", (HttpContext c, ReadOrders read, string code) => Slips(c, read, [code])).RequirePermission(Permission.ViewShop);
    }

    private static IResult Orders(HttpContext context, PageContext page, ReadOrders orders, OrderViews views, MallDatabase database, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "page")] int? number) =>
        List(context, page, orders, views, database, OrderListAddress.Of(context), number ?? 1);

    private static IResult List(
        HttpContext context, PageContext page, ReadOrders orders, OrderViews views, MallDatabase database, OrderListAddress address, int number,
        IReadOnlyList<(string, Problem)>? refused = null, FormReader? naming = null)
    {
        var desk = Desk.Of(context);
        var (stores, shown) = (ReadStores.Of(database, desk.ShopId), Math.Clamp(number, 1, 10_000));
        return Render.Page<OrdersPage>(
            new
            {
                Desk = desk,
                Orders = orders.List(desk.ShopId, address.Filter(page, stores), shown),
                Address = address,
                Stores = stores,
                Views = views.Of(desk.ShopId, desk.PersonId),
                PageNumber = shown,
                Counts = new[] { OrderView.ToPrepare, OrderView.Ready, OrderView.Late }.ToDictionary(v => v, v => orders.Count(desk.ShopId, v)),
                Refused = refused ?? [],
                Naming = naming,
                Removed = context.Request.Query["removed"].ToString(),
                RemovedOfAll = context.Request.Query["all"] == "1",
            },
            naming?.Problems[0].Status ?? 200);
    }

    private static async Task<IResult> Bulk(HttpContext context, PageContext page, ReadOrders orders, OrderViews views, MallDatabase database, PrepareOrders prepare)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var codes = form.All("order").Take(200).ToList();
        if (codes.Count == 0)
        {
            return Render.SeeOther(page.Links.DeskPage(desk.Slug, "orders"));
        }

        if (form.Raw("step") == "pick-list")
        {
            return PickList(context, orders, codes);
        }

        if (form.Raw("step") == "slips")
        {
            return Slips(context, orders, codes);
        }

        var found = codes.Select(c => orders.Find(desk.ShopId, c)).OfType<OrderDetail>().ToDictionary(o => o.Order.Id, o => o.Order.Code);
        var results = await prepare.ReadyAll(desk.ShopId, found.Keys, desk.PersonId);
        return List(
            context, page, orders, views, database, OrderListAddress.Of(form.Raw("query")), 1, refused: [.. results.Where(r => r.Value is not null).Select(r => (found[r.Key], r.Value!))]);
    }

    // Words that are searched for name people, who may want to be forgotten: a view is kept without them.
    private static async Task<IResult> KeepView(HttpContext context, PageContext page, ReadOrders orders, OrderViews views, MallDatabase database)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var address = OrderListAddress.Of(form.Raw("query"));
        var view = (address with { Search = "" }).Query;
        var kept = await views.Save(desk.ShopId, desk.PersonId, form.Checked("all"), form.Raw("name"), view);
        if (kept.Ok)
        {
            return Render.SeeOther(page.Links.DeskPage(desk.Slug, "orders") + view);
        }

        form.Add(kept.Problem!);
        return List(context, page, orders, views, database, address, 1, naming: form);
    }

    // Undone by keeping it again: the page that follows still shows what it showed, and offers that.
    private static async Task<IResult> RemoveView(HttpContext context, PageContext page, OrderViews views, Guid view)
    {
        var desk = Desk.Of(context);
        var removed = await views.Remove(desk.ShopId, desk.PersonId, view);
        return removed.Ok
            ? Render.SeeOther(Links.With(page.Links.DeskPage(desk.Slug, "orders"), [.. OrderListAddress.Of(removed.Value.Query).Fields, new("removed", removed.Value.Name), new("all", removed.Value.PersonId is null ? "1" : null)]))
            : Answers.Page(removed.Problem!);
    }

    private static IResult PickList(HttpContext context, ReadOrders orders, IReadOnlyCollection<string>? codes) =>
        Render.Page<PickListPage>(new { Desk = Desk.Of(context), Rows = orders.PickList(Desk.Of(context).ShopId, codes) });

    private static IResult Slips(HttpContext context, ReadOrders orders, IReadOnlyCollection<string> codes)
    {
        var desk = Desk.Of(context);
        var found = codes.Select(c => orders.Find(desk.ShopId, c)).OfType<OrderDetail>().ToList();
        return found.Count == 0 ? Answers.Page(DeskEndpoints.NoSuchOrder) : Render.Page<SlipsPage>(new { Desk = desk, Orders = found });
    }
}
