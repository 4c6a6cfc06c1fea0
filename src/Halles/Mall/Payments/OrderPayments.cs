using Halles.Kernel.Storage;

namespace Halles.Mall.Payments;

/// <summary>
/// The money of an order, changed inside the order's own step: expected, received, owed back, given back. One row per order;
/// amounts in minor units of its currency. Conditional statements, so that nothing is received or given back twice.
/// </summary>
public static class OrderPayments
{
    /// <summary>Expects an amount; the row is made when the order is placed. Nothing is there at once.</summary>
    public static void Expect(WriteSession s, Guid shop, Guid order, string method, long amount, string? reference) => s.Later.Add(
        "INSERT INTO payments (shop_id, id, order_id, method, state, amount, owed_back, refunded, reference, created_at, received_at) VALUES ($1, $2, $3, $4, $8, $5, 0, 0, $6, $7, $9)",
        shop, s.NewId(), order, method, amount, reference, s.Now, amount == 0 ? nameof(PaymentState.Received) : nameof(PaymentState.Expected), amount == 0 ? s.Now : null);

    /// <summary>The expected amount has come; false when none is expected.</summary>
    public static bool Receive(WriteSession s, Guid shop, Guid order) => s.Sql.Execute(
        "UPDATE payments SET state = 'Received', received_at = $3 WHERE shop_id = $1 AND order_id = $2 AND state = 'Expected'", shop, order, s.Now) == 1;

    /// <summary>
    /// The order now costs so much: what is expected follows; of what was received the rest is owed back. Tells how much
    /// is owed back after it.
    /// </summary>
    public static long Follow(WriteSession s, Guid shop, Guid order, long total)
    {
        s.Sql.Execute("UPDATE payments SET amount = $3 WHERE shop_id = $1 AND order_id = $2 AND state = 'Expected'", shop, order, total);
        s.Sql.Execute(
            "UPDATE payments SET owed_back = CASE WHEN amount - refunded > $3 THEN amount - refunded - $3 ELSE 0 END WHERE shop_id = $1 AND order_id = $2 AND state = 'Received'",
            shop, order, total);
        return OwedBack(s, shop, order);
    }

    /// <summary>How much is owed back.</summary>
    public static long OwedBack(WriteSession s, Guid shop, Guid order) =>
        s.Sql.Scalar<long>("SELECT owed_back FROM payments WHERE shop_id = $1 AND order_id = $2", shop, order);

    /// <summary>The order has ended without its goods: nothing more is expected, and all that came is owed back. Tells how much.</summary>
    public static long End(WriteSession s, Guid shop, Guid order)
    {
        s.Sql.Execute("UPDATE payments SET state = 'Void' WHERE shop_id = $1 AND order_id = $2 AND state = 'Expected'", shop, order);
        return Follow(s, shop, order, 0);
    }

    /// <summary>So much was given back; false when less is owed.</summary>
    public static bool GiveBack(WriteSession s, Guid shop, Guid order, long amount) => amount > 0 && s.Sql.Execute(
        "UPDATE payments SET owed_back = owed_back - $3, refunded = refunded + $3 WHERE shop_id = $1 AND order_id = $2 AND owed_back >= $3", shop, order, amount) == 1;
}
