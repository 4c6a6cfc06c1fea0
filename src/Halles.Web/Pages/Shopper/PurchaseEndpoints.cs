using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Mall.Checkout;
using Halles.Mall.Identity;
using Halles.Mall.Messages;
using Halles.Mall.Orders;
using Halles.Web.Hosting;
using Halles.Web.Pages.Account;

namespace Halles.Web.Pages.Shopper;

/// <summary>A purchase for its shopper, by account or by the key of the guest's link, and what can be done with its orders.</summary>
public static class PurchaseEndpoints
{
    private static readonly Problem NoSuchPurchase = new("no-such-purchase", 404, "There is no such order, or the link to it is not complete.");

    public static void MapPurchasePages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/{lang:language}").GuardForms();
        pages.MapGet("purchases/{id:guid}", Show).AllowEverybody().Ranks(Priority.Pay);
        pages.MapGet("orders", Find).AllowEverybody();
        pages.MapPost("orders", SendLinks).AllowEverybody().Counts(Traffic.SignIn);
        pages.MapGet("orders/{code}", ShowOrder).AllowEverybody();
        pages.MapGet("account/orders", (HttpContext c, ReadPurchases purchases) => Render.Page<PurchasesPage>(new { Purchases = purchases.Of(c.SignedIn().PersonId) })).RequireSignIn();
        pages.MapGet("account/messages", (HttpContext c, OrderMessages messages) => Render.Page<TalksPage>(new { Talks = messages.TalksOf(c.SignedIn().PersonId) })).RequireSignIn();
        pages.MapPost("orders/{code}/cancel", Cancel).AllowEverybody();
        pages.MapPost("orders/{code}/return", Return).AllowEverybody();
        pages.MapPost("orders/{code}/withdraw-return", WithdrawReturn).AllowEverybody();
        pages.MapPost("orders/{code}/messages", Write).AllowEverybody();
    }

    private static async Task<IResult> Show(HttpContext context, ReadPurchases purchases, OrderMessages messages, Guid id, string? key, string? placed)
    {
        if (purchases.Find(id, context.Caller()?.PersonId, key) is not { } purchase)
        {
            return Answers.Page(NoSuchPurchase);
        }

        foreach (var order in purchase.Orders)
        {
            await messages.MarkRead(order.Order.ShopId, order.Order.Id, byShop: false);
        }

        return Page(messages, purchase, key, placed == "1", null, [], null);
    }

    private static IResult Find(HttpContext context, PageContext page, string? asked) =>
        context.Caller() is null ? Render.Page<FindOrderPage>(new { Asked = asked == "1" }) : Render.SeeOther(page.Links.AccountPage("orders"));

    private static async Task<IResult> SendLinks(HttpContext context, PageContext page, GuestPurchases guests)
    {
        var form = await FormReader.Read(context);
        var email = form.Text("email", 254);
        if (form.Ok && (await guests.Ask(email, page.Language)).Problem is { } problem)
        {
            form.Add(problem);
        }

        return form.Ok
            ? Render.SeeOther(page.Links.FindOrder + "?asked=1")
            : Render.Page<FindOrderPage>(new { Email = form.Raw("email"), form.Problems }, form.Problems[0].Status);
    }

    private static IResult ShowOrder(HttpContext context, PageContext page, ReadPurchases purchases, string code, string? key) =>
        purchases.FindByOrder(code, context.Caller()?.PersonId, key) is { } purchase
            ? Render.SeeOther(page.Links.Purchase(purchase.Purchase.Id, key) + "#order-" + code)
            : Answers.Page(NoSuchPurchase);

    private static Task<IResult> Cancel(HttpContext context, PageContext page, ReadPurchases purchases, OrderMessages messages, CancelOrders cancel, string code, string? key) =>
        Act(context, page, purchases, messages, code, key, (_, order, owner) => cancel.ByShopper(order.ShopId, order.Id, owner, ""));

    private static Task<IResult> Return(HttpContext context, PageContext page, ReadPurchases purchases, OrderMessages messages, ReturnOrders returns, string code, string? key) =>
        Act(context, page, purchases, messages, code, key, async (form, order, owner) =>
            form.Text("reason", CancelOrders.MostReason) is var reason && form.Ok ? await returns.Ask(order.ShopId, order.Id, owner, reason) : default(Done));

    private static Task<IResult> WithdrawReturn(HttpContext context, PageContext page, ReadPurchases purchases, OrderMessages messages, ReturnOrders returns, string code, string? key) =>
        Act(context, page, purchases, messages, code, key, (_, order, owner) => returns.Withdraw(order.ShopId, order.Id, owner));

    private static Task<IResult> Write(HttpContext context, PageContext page, ReadPurchases purchases, OrderMessages messages, string code, string? key) =>
        Act(context, page, purchases, messages, code, key, async (form, order, owner) =>
            (await messages.Post(order.ShopId, order.Id, fromShop: false, owner.PersonId, form.Text("text", OrderMessages.MostLength), form.Raw("message-key"))).Then(_ => default(Done)));

    private static async Task<IResult> Act(
        HttpContext context, PageContext page, ReadPurchases purchases, OrderMessages messages, string code, string? key, Func<FormReader, Order, OrderOwner, Task<Result<Done>>> step)
    {
        var person = context.Caller()?.PersonId;
        if (purchases.FindByOrder(code, person, key) is not { } purchase)
        {
            return Answers.Page(NoSuchPurchase);
        }

        var form = await FormReader.Read(context);
        var order = purchase.Orders.First(o => o.Order.Code == code).Order;
        var result = await step(form, order, key is { Length: > 0 } ? OrderOwner.Link(key) : OrderOwner.Person(person!.Value));
        if (form.Ok && result.Problem is { } problem)
        {
            form.Add(problem);
        }

        return form.Ok
            ? Render.SeeOther(page.Links.Purchase(purchase.Purchase.Id, key) + "#order-" + code)
            : Page(messages, purchases.Find(purchase.Purchase.Id, person, key)!, key, false, code, form.Problems, form);
    }

    private static IResult Page(OrderMessages messages, PurchaseDetail purchase, string? key, bool placed, string? failed, IReadOnlyList<Problem> problems, FormReader? typed) =>
        Render.Page<PurchasePage>(
            new
            {
                Detail = purchase,
                Key = key is { Length: > 0 } ? key : null,
                JustPlaced = placed,
                Said = purchase.Orders.ToDictionary(o => o.Order.Id, o => (IReadOnlyList<Said>)messages.Of(o.Order.ShopId, o.Order.Id)),
                MessageKey = Ids.New(TimeProvider.System).ToString("N"),
                Problems = problems,
                FailedOrder = failed,
                Typed = typed,
            },
            problems.Count > 0 ? problems[0].Status : 200);
}
