using Halles.Client;
using Halles.Kernel;
using Halles.Kernel.Api;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Halles.Mall.Stock;

/// <summary>A shop's stock by its API key.</summary>
public static class StockEndpoints
{
    /// <summary>What programs may tell; the others are the mall's own.</summary>
    private static readonly MovementReason[] Told =
        [MovementReason.Opening, MovementReason.Delivery, MovementReason.Return, MovementReason.Sale, MovementReason.Breakage, MovementReason.Count];

    /// <summary>Maps the operations into the shop's group.</summary>
    public static void MapShopStock(this IEndpointRouteBuilder shop)
    {
        shop.MapGet("stock", List).RequirePermission(Permission.ViewShop).Operation<Listing<OwnStock>>("listShopStock", "Lists the shop's stock by variant and store.")
            .Takes(ApiParameter.Cursor, ApiParameter.Limit).Refuses(ApiProblems.CursorWrong);
        shop.MapPost("stock", Change).RequirePermission(Permission.ManageStock)
            .Operation<OwnStock>("changeStock", "Tells what happened on the shelf, counted once for each `Idempotency-Key`.", "Physical facts win: if less is there than is held, the youngest holds are taken back.")
            .Takes(ApiParameter.IdempotencyKey)
            .Refuses(StockProblems.NoSuchVariant, StockProblems.NoSuchStore, StockProblems.AmountWrong, StockProblems.AmountNone, StockProblems.ReferenceLong, ApiProblems.KeyMissing, ApiProblems.KeyWrong, StorageProblems.KeyReused, StorageProblems.Busy);
    }

    private static IResult List(HttpContext context, ReadStock stock, TimeProvider clock)
    {
        var asked = context.Asked();
        var (after, limit) = (asked.Cursor(2), asked.Limit());
        if (asked.Problem is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        var now = clock.GetUtcNow();
        var rows = stock.After(context.Seat().ShopId, after?[0] ?? Guid.Empty, after?[1] ?? Guid.Empty, limit + 1);
        return ApiEndpoints.Tagged(context, Cursor.Page(rows, limit, r => Of(r.Sku, r.Stock.Level, r.Stock.Available(now)), r => Cursor.After(r.Stock.VariantId, r.Stock.StoreId)));
    }

    private static async Task<IResult> Change(HttpContext context, ReadStock stock, AdjustStock adjust, Sent<StockRequest> sent)
    {
        var (asked, shop) = (sent.Value, context.Seat().ShopId);
        var key = context.Once($"shop:{shop:N}", asked);
        var reason = Wire.TryWord<MovementReason>(asked.Reason, out var told) && Told.Contains(told)
            ? null
            : ApiProblems.NoWord("reason", Told);
        if ((key.Problem ?? reason) is { } wrong)
        {
            return ApiEndpoints.Refuse(wrong);
        }

        if (stock.Find(shop, asked.Sku) is not { } variant)
        {
            return ApiEndpoints.Refuse(StockProblems.NoSuchVariant.On("sku"));
        }

        var change = new StockChange(shop, variant, asked.StoreId, told, asked.Quantity, context.SignedIn().PersonId, asked.Reference);
        var level = await adjust.Run(change, key.Value).ConfigureAwait(false);
        return level.Problem is { Field: "amount" } amount
            ? ApiEndpoints.Refuse(amount.On("quantity"))
            : ApiEndpoints.Answer(level.Then(l => Of(asked.Sku, l, l.Available)));
    }

    private static OwnStock Of(string sku, StockLevel l, long available) => new(l.VariantId, sku, l.StoreId, l.OnHand, l.Held, l.Safety, available, l.SeenAt);
}
