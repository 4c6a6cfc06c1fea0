using Halles.Client;
using Halles.Kernel.Api;

namespace Halles.Mall.Orders;

/// <summary>Orders as the API sends them.</summary>
internal static class OrdersWire
{
    public static PurchaseAnswer Of(PurchaseDetail p) =>
        new(p.Purchase.Id, new Amount(p.Total, p.Purchase.Currency), p.Purchase.PlacedAt, [.. p.Orders.Select(ToShopper)]);

    /// <summary>As its shopper sees it, with the pick-up code.</summary>
    public static OrderAnswer ToShopper(OrderDetail d) => ToShop(d) with { PickupCode = d.Order.Fulfilment is Fulfilment.FulfilmentKind.Collect ? d.Order.PickupCode : null };

    /// <summary>As its shop sees it: the code is the shopper's to show.</summary>
    public static OrderAnswer ToShop(OrderDetail d)
    {
        var o = d.Order;
        return new OrderAnswer(
            o.Code, new Named(d.Shop.Slug, d.Shop.Name), Wire.Word(o.State), Wire.Word(o.Fulfilment), o.StoreId, o.PlacedAt, o.ReadyBy, o.HoldUntil,
            new ContactDetails(o.Contact.Name, o.Contact.Email, o.Contact.Phone), o.Address is { } address ? Wire.Of(address) : null, o.Note,
            Amount(o.Goods), Amount(o.DeliveryFee), Amount(o.Total), Amount(o.Vat), o.PaymentMethod, o.Paid, null, o.Tracking,
            o.CancelledBy is { } by ? Wire.Word(by) : null, o.CancelReason,
            [.. d.Lines.Select(l => new OrderItem(
                l.Number, l.VariantId, l.Sku, l.Name, l.Choice, l.Quantity, l.Missing, Amount(l.UnitPrice), Amount(l.Total), [.. l.DiscountsNow.Select(x => new Client.LineDiscount(x.Name, Amount(x.Amount)))], l.FinalAmount, l.TaxRate, l.AgeLimit, Wire.Word(l.State), l.Reason))],
            [.. d.Events.Select(e => new OrderStep(Wire.Word(e.Kind), e.From is { } from ? Wire.Word(from) : null, e.To is { } to ? Wire.Word(to) : null, Wire.Word(e.By), e.At))]);

        Amount Amount(long minor) => new(minor, o.Currency);
    }
}
