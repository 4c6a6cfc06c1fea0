using Halles.Kernel.Storage;
using Halles.Mall.Payments;
using Halles.Mall.Shops;
using Halles.Mall.Stores;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Orders;

/// <summary>Puts orders together with what belongs to them.</summary>
internal static class OrderDetails
{
    public const string LineColumns =
        "shop_id, order_id, number, product_id, variant_id, sku, gtin, name, choice, quantity, step_unit, step_size, weighed, unit_price, total, final_amount, tax_category, tax_rate, weight, age_limit, held, state, reason, missing, most, discounts";

    public static OrderLine Line(SqlRows r) => new()
    {
        ShopId = r.Id(0),
        OrderId = r.Id(1),
        Number = r.Int(2),
        ProductId = r.Id(3),
        VariantId = r.Id(4),
        Sku = r.Text(5),
        Gtin = r.TextOrNull(6),
        Name = r.Text(7),
        Choice = r.Text(8),
        Quantity = r.Long(9),
        StepUnit = r.TextOrNull(10),
        StepSize = r.Int(11),
        Weighed = r.Bool(12),
        UnitPrice = r.Long(13),
        Total = r.Long(14),
        FinalAmount = r.IsNull(15) ? null : r.Long(15),
        TaxCategory = r.Text(16),
        TaxRate = r.Int(17),
        Weight = r.Int(18),
        AgeLimit = r.Int(19),
        Held = r.Bool(20),
        State = r.Word<LineState>(21),
        Reason = r.TextOrNull(22),
        Missing = r.Long(23),
        Most = r.IsNull(24) ? null : r.Long(24),
        Discounts = LineDiscount.Read(r, 25),
    };

    /// <summary>The orders in the order given, each with lines, history, payment, shop and store.</summary>
    public static List<OrderDetail> Of(MallDb db, IReadOnlyList<Order> orders)
    {
        var (ids, shopIds, storeIds) = (orders.Select(o => o.Id).ToList(), orders.Select(o => o.ShopId).Distinct().ToList(), orders.Select(o => o.StoreId).Distinct().ToList());
        var lines = db.Set<OrderLine>().Where(l => shopIds.Contains(l.ShopId) && ids.Contains(l.OrderId)).OrderBy(l => l.Number).ToLookup(l => l.OrderId);
        var events = db.Set<OrderEvent>().Where(e => shopIds.Contains(e.ShopId) && ids.Contains(e.OrderId)).OrderBy(e => e.Number).ToLookup(e => e.OrderId);
        var payments = db.Set<Payment>().Where(p => shopIds.Contains(p.ShopId) && ids.Contains(p.OrderId)).ToDictionary(p => p.OrderId);
        var accounts = db.Set<PaymentTermsRow>().Where(t => shopIds.Contains(t.ShopId)).ToDictionary(t => t.ShopId, t => t.Ways.Transfer);
        var shops = db.Set<Shop>().Where(s => shopIds.Contains(s.Id))
            .ToDictionary(s => s.Id, s => new OrderShop(s.Id, s.Slug, s.Name, s.Email, s.Phone, s.Legal, s.Returns, accounts.GetValueOrDefault(s.Id)));
        var stores = db.Set<Store>().Where(s => shopIds.Contains(s.ShopId) && storeIds.Contains(s.Id))
            .ToDictionary(s => s.Id, s => new OrderStore(s.Id, s.Name, s.Address, s.TimeZone, s.Hours, s.Phone));
        return [.. orders.Select(o => new OrderDetail(o, [.. lines[o.Id]], [.. events[o.Id]], payments.GetValueOrDefault(o.Id), shops[o.ShopId], stores[o.StoreId]))];
    }
}
