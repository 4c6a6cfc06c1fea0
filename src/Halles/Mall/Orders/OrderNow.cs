using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Orders;

/// <summary>An order as a step finds it, locked for the rest of the transaction.</summary>
internal sealed record OrderNow
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    public required Guid PurchaseId { get; init; }

    public required Guid? PersonId { get; init; }

    public required string Code { get; init; }

    public required OrderState State { get; init; }

    public required FulfilmentKind Way { get; init; }

    public required Guid StoreId { get; init; }

    public required long Total { get; init; }

    public required Currency Currency { get; init; }

    public required int DeliveryRate { get; init; }

    public required DeliveryTerms Terms { get; init; }

    public required string PaymentMethod { get; init; }

    public required bool Paid { get; init; }

    public required string PickupCode { get; init; }

    public required DateTimeOffset AcceptBy { get; init; }

    public required DateTimeOffset? RemindAt { get; init; }

    public required DateTimeOffset? HoldUntil { get; init; }

    /// <summary>Reads and locks it; null when this shop has no such order.</summary>
    public static OrderNow? Load(WriteSession s, Guid shop, Guid order) => s.Sql.List(
        $"""
        SELECT shop_id, id, purchase_id, person_id, code, state, fulfilment, store_id, total, delivery_rate, delivery, paid, pickup_code, accept_by, remind_at, hold_until, payment_method, currency
        FROM orders WHERE shop_id = $1 AND id = $2 {(s.Engine is Engine.PostgreSql ? "FOR UPDATE" : "")}
        """,
        r => new OrderNow
        {
            ShopId = r.Id(0), Id = r.Id(1), PurchaseId = r.Id(2), PersonId = r.IdOrNull(3), Code = r.Text(4), State = r.Word<OrderState>(5), Way = r.Word<FulfilmentKind>(6),
            StoreId = r.Id(7), Total = r.Long(8), DeliveryRate = r.Int(9), Terms = r.Json<DeliveryTerms>(10), Paid = r.Bool(11), PickupCode = r.Text(12),
            AcceptBy = r.Instant(13), RemindAt = r.InstantOrNull(14), HoldUntil = r.InstantOrNull(15), PaymentMethod = r.Text(16), Currency = Currency.Parse(r.Text(17)),
        }, shop, order).SingleOrDefault();

    /// <summary>Its lines, by number.</summary>
    public List<LineNow> Lines(SqlSession sql) => sql.List(
        """
        SELECT number, variant_id, unit_price, quantity, missing, step_unit, step_size, most, final_amount, weight, tax_rate, weighed, age_limit, held, discounts
        FROM order_lines WHERE shop_id = $1 AND order_id = $2 ORDER BY number
        """,
        r => new LineNow(
            r.Int(0), r.Id(1),
            new KeptLine(r.Long(2), r.Long(3), r.Long(4), r.TextOrNull(5), r.Int(6), r.IsNull(7) ? null : r.Long(7), r.IsNull(8) ? null : r.Long(8), r.Int(9), r.Int(10), LineDiscount.Sum(LineDiscount.Read(r, 14))),
            r.Bool(11), r.Int(12), r.Bool(13)),
        ShopId, Id);
}

/// <summary>A line as a step finds it.</summary>
internal sealed record LineNow(int Number, Guid VariantId, KeptLine Kept, bool Weighed, int AgeLimit, bool Held)
{
    /// <summary>Pieces or steps that are still to be handed over.</summary>
    public long Left => Kept.Left;
}
