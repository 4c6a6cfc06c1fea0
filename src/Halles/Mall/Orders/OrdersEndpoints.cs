using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Orders;

/// <summary>Orders by program: for the shopper by the key of the purchase, for the shop by its API key.</summary>
public static class OrdersEndpoints
{
    private static readonly Problem NoSuchPurchase = new("no-such-purchase", 404, "There is no such purchase, or it is not yours.");

    private static readonly ApiParameter Id = ApiParameter.Path("id", "The purchase.", ParameterKind.Id);
    private static readonly ApiParameter OfCode = ApiParameter.Path("code", "The order's eight characters; case and dashes do not matter.");
    private static readonly ApiParameter State = ApiParameter.Word<OrderState>("state", "Only orders in this state.");
    private static readonly ApiParameter UpdatedSince = new("updated-since", "Only orders to which something happened at this instant or later.") { Kind = ParameterKind.Instant };

    private static readonly Problem[] OfSteps =
    [
        OrderProblems.NoSuchOrder, OrderProblems.WrongState, OrderProblems.NoSuchLine, OrderProblems.MissingWrong, OrderProblems.ReasonMissing, OrderProblems.ReasonLong, OrderProblems.NotWeighed,
        OrderProblems.WeightWrong, OrderProblems.WeightMissing, OrderProblems.WrongCode, OrderProblems.TooManyTries, OrderProblems.NotPaid, OrderProblems.AgeNotChecked, OrderProblems.TrackingWrong,
        OrderProblems.NothingToReturn, PaymentProblems.AlreadyPaid, PaymentProblems.NotExpected, PaymentProblems.TooMuchBack, OrderProblems.TransferNotCome, ApiProblems.KeyMissing, ApiProblems.KeyWrong, StorageProblems.KeyReused, StorageProblems.Busy,
    ];

    /// <summary>Maps the shopper's operations into the API's group.</summary>
    public static void MapPurchases(this IEndpointRouteBuilder api)
    {
        api.MapGet("purchases/{id:guid}", Purchase).AllowEverybody().Ranks(Priority.Pay).Operation<PurchaseAnswer>("getPurchase", "Shows a purchase as it stands, with its orders.")
            .Takes(Id, ApiParameter.PurchaseKey).Refuses(NoSuchPurchase);
        api.MapGet("orders/{code}", Order).AllowEverybody().Operation<OrderAnswer>("getOrder", "Shows one order of a purchase.")
            .Takes(OfCode, ApiParameter.PurchaseKey).Refuses(OrderProblems.NoSuchOrder);
    }

    /// <summary>Maps the shop's operations into its group.</summary>
    public static void MapShopOrders(this IEndpointRouteBuilder shop)
    {
        shop.MapGet("orders", List).RequirePermission(Permission.ManageOrders).Operation<Listing<OrderAnswer>>("listShopOrders", "Lists the shop's orders, the newest first.")
            .Takes(State, UpdatedSince, ApiParameter.Cursor, ApiParameter.Limit).Refuses(ApiProblems.CursorWrong);
        shop.MapGet("orders/{code}", OfShop).RequirePermission(Permission.ManageOrders).Operation<OrderAnswer>("getShopOrder", "Shows an order of the shop.")
            .Takes(OfCode).Refuses(OrderProblems.NoSuchOrder);
        shop.MapPost("orders/{code}/steps", Step).RequirePermission(Permission.ManageOrders)
            .Operation<OrderAnswer>("takeStep", "Takes a step of an order, exactly once for each `Idempotency-Key`.", "Answers with the order as it then stands.")
            .Takes(OfCode, ApiParameter.IdempotencyKey).Refuses(OfSteps);
    }

    private static IResult Purchase(HttpContext context, ReadPurchases purchases, Guid id)
    {
        var asked = context.Asked();
        var key = asked.Text(ApiParameter.PurchaseKey);
        return asked.Problem is { } wrong ? ApiEndpoints.Refuse(wrong)
            : purchases.Find(id, Person(context), key) is { } found ? ApiEndpoints.Tagged(context, OrdersWire.Of(found))
            : ApiEndpoints.Refuse(NoSuchPurchase);
    }

    private static IResult Order(HttpContext context, ReadPurchases purchases)
    {
        var asked = context.Asked();
        var (key, code) = (asked.Text(ApiParameter.PurchaseKey), CodeOf(asked));
        return asked.Problem is { } wrong ? ApiEndpoints.Refuse(wrong)
            : purchases.FindByOrder(code, Person(context), key)?.Orders.FirstOrDefault(o => o.Order.Code == code) is { } found ? ApiEndpoints.Tagged(context, OrdersWire.ToShopper(found))
            : ApiEndpoints.Refuse(OrderProblems.NoSuchOrder);
    }

    private static IResult List(HttpContext context, ReadOrders orders)
    {
        var asked = context.Asked();
        var (state, since, after, limit) = (asked.Word<OrderState>(State), asked.Instant(UpdatedSince), asked.Cursor(1), asked.Limit());
        return asked.Problem is { } wrong
            ? ApiEndpoints.Refuse(wrong)
            : ApiEndpoints.Tagged(context, Cursor.Page(orders.Newest(context.Seat().ShopId, state, since, after?[0], limit + 1), limit, OrdersWire.ToShop, o => Cursor.After(o.Order.Id)));
    }

    private static IResult OfShop(HttpContext context, ReadOrders orders)
    {
        var asked = context.Asked();
        var code = CodeOf(asked);
        return asked.Problem is { } wrong ? ApiEndpoints.Refuse(wrong)
            : orders.Find(context.Seat().ShopId, code) is { } found ? ApiEndpoints.Tagged(context, OrdersWire.ToShop(found))
            : ApiEndpoints.Refuse(OrderProblems.NoSuchOrder);
    }

    private static async Task<IResult> Step(HttpContext context, ReadOrders orders, TakeStep take, Sent<StepRequest> sent)
    {
        var (asked, shop) = (context.Asked(), context.Seat().ShopId);
        var key = context.Once($"shop:{shop:N}", sent.Value);
        var code = CodeOf(asked);
        if ((asked.Problem ?? key.Problem) is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        if (orders.Find(shop, code) is not { } order)
        {
            return ApiEndpoints.Refuse(OrderProblems.NoSuchOrder);
        }

        var done = await take.Run(shop, order.Order.Id, sent.Value, context.SignedIn().PersonId, key.Value!).ConfigureAwait(false);
        return ApiEndpoints.Answer(done.Then(_ => OrdersWire.ToShop(orders.Find(shop, code)!)));
    }

    // What is no code at all is nobody's order.
    private static string CodeOf(Asked asked) => Code.TryParse(asked.Text(OfCode), out var code, out _) ? code.Value : "";

    private static Guid? Person(HttpContext context) => context.Caller() is { KeyShopId: null } caller ? caller.PersonId : null;
}
