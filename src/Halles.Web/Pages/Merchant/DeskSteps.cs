using Halles.Kernel;
using Halles.Mall.Orders;

namespace Halles.Web.Pages.Merchant;

/// <summary>The steps that the desk's buttons name.</summary>
public sealed class DeskSteps(PrepareOrders prepare, HandOverOrders handOver, CancelOrders cancel, SettleOrders settle, ReturnOrders returns)
{
    private static readonly Problem NoSuchStep = new("no-such-step", 422, "There is no such step.");

    /// <summary>Takes the step that the form asks for.</summary>
    public Task<Result<Done>> Take(Desk desk, Order order, FormReader form)
    {
        var (shop, id, actor) = (desk.ShopId, order.Id, desk.PersonId);
        var checks = new HandOverChecks(AgeChecked: form.Checked("age"), Unpaid: form.Checked("unpaid"));
        return form.Raw("step") switch
        {
            "accept" => prepare.Accept(shop, id, actor),
            "prepare" => prepare.Start(shop, id, actor),
            "ready" => prepare.Ready(shop, id, actor),
            "out-for-delivery" => handOver.SendOut(shop, id, checks, actor),
            "ship" => handOver.Ship(shop, id, form.Text("tracking", HandOverOrders.MostTracking, required: false), checks, actor),
            "delivered" => handOver.Delivered(shop, id, checks with { Paid = true }, actor),
            "returned-undelivered" => handOver.ReturnedUndelivered(shop, id, restock: true, actor),
            "not-collected" => handOver.NotCollected(shop, id, actor),
            "cancel" => cancel.ByShop(shop, id, form.Text("reason", CancelOrders.MostReason), actor),
            "paid" => settle.MarkPaid(shop, id, actor),
            "return-agree" => returns.Agree(shop, id, actor),
            "return-refuse" => returns.Refuse(shop, id, actor),
            "return-received" => returns.Receive(shop, id, restock: true, actor),
            "refunded" => returns.Refund(shop, id, actor),
            _ => Task.FromResult<Result<Done>>(NoSuchStep),
        };
    }
}
