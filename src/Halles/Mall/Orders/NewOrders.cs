using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Orders;

/// <summary>Writes a placed purchase with its orders, their lines and first events: few round trips, all of it or nothing.</summary>
internal static class NewOrders
{
    /// <summary>How many characters an order's code has.</summary>
    public const int CodeLength = 8;

    /// <summary>How many characters a pick-up code has.</summary>
    public const int PickupLength = 6;

    /// <summary>
    /// Inserts the purchase and its orders, and answers with the codes that they got: where a code is taken, another.
    /// </summary>
    public static List<string> Insert(WriteSession s, Purchase purchase, IReadOnlyList<Order> orders)
    {
        var contact = JsonSerializer.Serialize(purchase.Contact, Json.Stored);
        var batch = s.Sql.Together().Add(
            "INSERT INTO purchases (id, person_id, link_hash, contact, language, currency, total, placed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            purchase.Id, purchase.PersonId, purchase.LinkHash, contact, purchase.Language, purchase.Currency, purchase.Total, purchase.PlacedAt);
        foreach (var order in orders)
        {
            Add(batch, order, order.Code, contact);
        }

        var touched = batch.Run();
        var codes = orders.Select(o => o.Code).ToList();
        for (var i = 0; i < codes.Count; i++)
        {
            for (var inserted = touched[i + 1]; inserted == 0;)
            {
                codes[i] = Code.New(CodeLength).Value;
                inserted = Add(s.Sql.Together(), orders[i], codes[i], contact).Run()[0];
            }
        }

        return codes;
    }

    /// <summary>Writes the lines of an order, its first event and its change when the unit ends well.</summary>
    public static void InsertLines(WriteSession s, Order order, IReadOnlyList<OrderLine> lines)
    {
        foreach (var l in lines)
        {
            s.Later.Add(
                """
                INSERT INTO order_lines (shop_id, order_id, number, product_id, variant_id, sku, gtin, name, choice, quantity, step_unit, step_size, weighed, unit_price,
                    missing, total, most, tax_category, tax_rate, weight, age_limit, held, state, discounts)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
                """,
                l.ShopId, l.OrderId, l.Number, l.ProductId, l.VariantId, l.Sku, l.Gtin, l.Name, l.Choice, l.Quantity, l.StepUnit, l.StepSize, l.Weighed, l.UnitPrice,
                l.Missing, l.Total, l.Most, l.TaxCategory, l.TaxRate, l.Weight, l.AgeLimit, l.Held, l.State, LineDiscount.Write(l.Discounts));
        }

        s.Later.Add(
            "INSERT INTO order_events (shop_id, order_id, number, kind, to_state, by, person_id, at) VALUES ($1, $2, 1, 'Step', 'Placed', 'Shopper', $3, $4)",
            order.ShopId, order.Id, order.PersonId, order.PlacedAt);
        s.Changed(Topic.Order, order.ShopId, order.Id);
    }

    private static SqlBatch Add(SqlBatch batch, Order o, string code, string contact) => batch.Add(
        """
        INSERT INTO orders (shop_id, id, purchase_id, person_id, buyer, code, state, fulfilment, store_id, address, ready_by, contact, note, language, currency,
            goods, delivery_fee, total, vat, delivery_rate, delivery, payment_method, paid, pickup_code, commission_rate, placed_at, accept_by, remind_at, hold_until, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, 1)
        ON CONFLICT (code) DO NOTHING
        """,
        o.ShopId, o.Id, o.PurchaseId, o.PersonId, o.Buyer, code, o.State, o.Fulfilment, o.StoreId, o.Address is null ? null : JsonSerializer.Serialize(o.Address, Json.Stored), o.ReadyBy,
        contact, o.Note, o.Language, o.Currency, o.Goods, o.DeliveryFee, o.Total, o.Vat, o.DeliveryRate, JsonSerializer.Serialize(o.Delivery, Json.Stored), o.PaymentMethod, o.Paid,
        o.PickupCode, o.CommissionRate, o.PlacedAt, o.AcceptBy, o.RemindAt, o.HoldUntil);
}
