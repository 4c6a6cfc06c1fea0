using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Identity;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Mall.Shops;
using Halles.Mall.Stock;
using Halles.Mall.Stores;
using Halles.Web.Hosting;

namespace Halles.Web.Pages.Merchant;

/// <summary>A shop's day: today, orders and their steps, handing over, messages.</summary>
public static class DeskEndpoints
{
    internal static readonly Problem NoSuchOrder = new("no-such-order", 404, "There is no such order.");

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{lang:language}/desk", Home).RequireSignIn();
        var desk = routes.MapGroup("/{lang:language}/desk/{shop}").GuardForms();
        desk.MapGet("", (HttpContext c, PageContext page) => Render.SeeOther(page.Links.DeskPage(Desk.Of(c).Slug))).RequirePermission(Permission.ViewShop);
        desk.MapGet("today", Today).RequirePermission(Permission.ViewShop);
        desk.MapGet("live", (HttpContext c, LiveChanges live) => TypedResults.ServerSentEvents(live.Follow(Desk.Of(c).ShopId, c.RequestAborted))).RequirePermission(Permission.ViewShop);
        desk.MapGet("orders/{code}", One).RequirePermission(Permission.ViewShop);
        desk.MapPost("orders/{code}/steps", TakeStep).RequirePermission(Permission.ManageOrders);
        desk.MapPost("orders/{code}/refuse-line", RefuseLine).RequirePermission(Permission.ManageOrders);
        desk.MapPost("orders/{code}/give-back", GiveBack).RequirePermission(Permission.ManageOrders);
        desk.MapPost("orders/{code}/weight", Weigh).RequirePermission(Permission.ManageOrders);
        desk.MapPost("orders/{code}/messages", Write).RequirePermission(Permission.AnswerMessages);
        desk.MapGet("hand-over", AskForCode).RequirePermission(Permission.ManageOrders);
        desk.MapPost("hand-over/find", FindByCode).RequirePermission(Permission.ManageOrders);
        desk.MapPost("hand-over", HandOver).RequirePermission(Permission.ManageOrders);
        desk.MapGet("messages", (HttpContext c, OrderMessages messages) => Render.Page<MessagesPage>(new { Desk = Desk.Of(c), Talks = messages.Talks(Desk.Of(c).ShopId) })).RequirePermission(Permission.ViewShop);
    }

    private static IResult Home(HttpContext context, PageContext page) => context.SignedIn().Seats switch
    {
        [var only] => Render.SeeOther(page.Links.DeskPage(only.Slug)),
        var seats => Render.Page<DeskHomePage>(new { Seats = seats }),
    };

    private static IResult Today(HttpContext context, PageContext page, ReadOrders orders, OrderMessages messages, MallDatabase database, ReadShop shops, ShopLife life, StockShelf shelf)
    {
        var desk = Desk.Of(context);
        var shop = shops.Find(desk.ShopId)!;
        var zone = page.Format.Zone;
        return Render.Page<TodayPage>(new
        {
            Desk = desk,
            Figures = orders.Today(desk.ShopId, zone.InstantOf(zone.DateAt(page.Now), 0)),
            ToPrepare = orders.List(desk.ShopId, OrderView.ToPrepare),
            Ready = orders.List(desk.ShopId, OrderView.Ready),
            Places = ReadStores.Of(database, desk.ShopId),
            Shop = shop,
            Steps = life.StepsOf(shop),
            Unread = messages.Unread(desk.ShopId),
            Low = shelf.Low(desk.ShopId),
        });
    }

    private static async Task<IResult> One(HttpContext context, ReadOrders orders, OrderMessages messages, string code)
    {
        var desk = Desk.Of(context);
        if (orders.Find(desk.ShopId, code) is not { } order)
        {
            return Answers.Page(NoSuchOrder);
        }

        if (desk.VisitEndsAt is null) // who visits from the market's office takes nothing off the team's list
        {
            await messages.MarkRead(desk.ShopId, order.Order.Id, byShop: true);
        }

        return Page(desk, order, messages, [], null);
    }

    // A form that cannot be read does nothing; its problems are shown.
    private static Task<Result<Done>> Nothing => Task.FromResult<Result<Done>>(default(Done));

    private static Task<IResult> TakeStep(HttpContext context, PageContext page, ReadOrders orders, OrderMessages messages, DeskSteps steps, string code) =>
        Act(context, page, orders, messages, code, (desk, form, order) => steps.Take(desk, order, form));

    private static Task<IResult> RefuseLine(HttpContext context, PageContext page, ReadOrders orders, OrderMessages messages, PrepareOrders prepare, string code) =>
        Act(context, page, orders, messages, code, (desk, form, order) =>
        {
            long? missing = form.Has("missing") ? form.Whole("missing", 1, LinePrice.MostQuantity) : null;
            var (line, reason) = ((int)form.Whole("line", 1, 10_000), form.Text("reason", CancelOrders.MostReason));
            return form.Ok ? prepare.RefuseLine(desk.ShopId, order.Id, line, missing, reason, desk.PersonId) : Nothing;
        });

    private static Task<IResult> GiveBack(HttpContext context, PageContext page, ReadOrders orders, OrderMessages messages, SettleOrders settle, string code) =>
        Act(context, page, orders, messages, code, async (desk, form, order) =>
        {
            var currency = Currency.Parse(order.Currency);
            var (amount, how, key) = (form.Amount("amount", currency) ?? 0, form.Word("how", PaidBackBy.Cash), form.Text("key", 100));
            if (form.Ok && amount == 0)
            {
                form.Add("amount", FieldProblems.Missing);
            }

            return form.Ok ? await settle.GiveBack(desk.ShopId, order.Id, new GivenBack(amount, how), desk.PersonId, key) : default(Done);
        });

    private static Task<IResult> Weigh(HttpContext context, PageContext page, ReadOrders orders, OrderMessages messages, PrepareOrders prepare, string code) =>
        Act(context, page, orders, messages, code, (desk, form, order) =>
            prepare.EnterWeight(desk.ShopId, order.Id, (int)form.Whole("line", 1, 10_000), form.Whole("amount", 1, PrepareOrders.MostWeight), desk.PersonId));

    private static Task<IResult> Write(HttpContext context, PageContext page, ReadOrders orders, OrderMessages messages, string code) =>
        Act(context, page, orders, messages, code, async (desk, form, order) =>
            (await messages.Post(desk.ShopId, order.Id, fromShop: true, desk.PersonId, form.Text("text", OrderMessages.MostLength), form.Raw("key"))).Then(_ => default(Done)));

    private static async Task<IResult> Act(
        HttpContext context, PageContext page, ReadOrders orders, OrderMessages messages, string code, Func<Desk, FormReader, Order, Task<Result<Done>>> step)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (orders.Find(desk.ShopId, code) is not { } order)
        {
            return Answers.Page(NoSuchOrder);
        }

        var result = await step(desk, form, order.Order);
        if (form.Ok && result.Problem is { } problem)
        {
            form.Add(problem);
        }

        var back = form.Raw("back") is "today" ? "today" : form.Raw("back").StartsWith("orders?view=", StringComparison.Ordinal) ? form.Raw("back") : "orders/" + code;
        return form.Ok
            ? Render.SeeOther(page.Links.DeskPage(desk.Slug, back))
            : Page(desk, orders.Find(desk.ShopId, code)!, messages, form.Problems, form);
    }

    private static IResult Page(Desk desk, OrderDetail order, OrderMessages messages, IReadOnlyList<Problem> problems, FormReader? typed) => Render.Page<DeskOrderPage>(
        new { Desk = desk, Detail = order, Said = messages.Of(desk.ShopId, order.Order.Id), Problems = problems, Typed = typed, MessageKey = Ids.New(TimeProvider.System).ToString("N") },
        problems.Count > 0 ? problems[0].Status : 200);

    // A wrong try counts for the place at whose counter it was typed.
    private static async Task<IResult> FindByCode(HttpContext context, ReadOrders orders, PickupCodes codes, MallDatabase database)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        var places = ReadStores.Of(database, desk.ShopId);
        var at = places is [var only] ? only : places.Find(p => p.Slug == form.Raw("place"));
        if (at is null)
        {
            form.Add("place", FieldProblems.NotOffered);
        }

        var typed = form.Text("code", 20);
        var found = form.Ok ? await codes.Find(desk.ShopId, at!.Id, typed) : form.Problems[0];
        if (form.Ok && found.Problem is { } wrong)
        {
            form.Add(wrong);
        }

        return Render.Page<HandOverPage>(
            new { Desk = desk, Places = places, At = at?.Slug, Code = typed, Order = found.Ok ? orders.Row(desk.ShopId, found.Value) : null, form.Problems }, form.Ok ? 200 : form.Problems[0].Status);
    }

    // Who comes from an order stands at the counter where it waits.
    private static IResult AskForCode(HttpContext context, ReadOrders orders, MallDatabase database, string? place, string? order, string? done)
    {
        var desk = Desk.Of(context);
        var places = ReadStores.Of(database, desk.ShopId);
        var waits = order is null ? null : orders.Find(desk.ShopId, order)?.Order;
        return Render.Page<HandOverPage>(
            new { Desk = desk, Places = places, At = places.Find(p => p.Id == waits?.StoreId)?.Slug ?? place, Waits = waits is null ? null : orders.Row(desk.ShopId, waits.Id), Done = done });
    }

    private static async Task<IResult> HandOver(HttpContext context, PageContext page, ReadOrders orders, HandOverOrders handOver, MallDatabase database)
    {
        var (desk, form) = (Desk.Of(context), await FormReader.Read(context));
        if (orders.Find(desk.ShopId, form.Raw("order")) is not { } order)
        {
            return Answers.Page(NoSuchOrder);
        }

        var (places, code) = (ReadStores.Of(database, desk.ShopId), form.Raw("code"));
        var place = places.Find(p => p.Id == order.Order.StoreId)?.Slug;
        var checks = new HandOverChecks(form.Checked("paid"), form.Checked("age"), form.Checked("unpaid"));
        var result = await handOver.Collect(desk.ShopId, order.Order.Id, code, checks, desk.PersonId);
        return result.Ok
            ? Render.SeeOther(Links.With(page.Links.DeskPage(desk.Slug, "hand-over"), [new("place", places.Count > 1 ? place : null), new("done", order.Order.Code)]))
            : Render.Page<HandOverPage>(
                new { Desk = desk, Places = places, At = place, Code = code, Order = orders.Row(desk.ShopId, order.Order.Id), Problems = (IReadOnlyList<Problem>)[result.Problem!] }, result.Problem!.Status);
    }
}
