using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Orders;
using Halles.Mall.Promotions;
using Halles.Mall.Settings;
using Halles.Mall.Stock;

namespace Halles.Mall.Checkout;

/// <summary>
/// Caps unpaid orders, so that nobody empties the town: per person, per variant, and lower for guests, whose e-mail address
/// nobody has confirmed. A guest is counted by their address, for cookies cost nothing.
/// </summary>
internal static class Reservations
{
    /// <summary>Under whom a shopper's unpaid orders are counted.</summary>
    public static Guid Buyer(Secret secret, Shopper shopper, Contact contact) =>
        shopper.PersonId ?? Buyers.Guest(secret, contact.Email);

    /// <summary>With which codes somebody buys, and under whom the uses of promotions are counted; nobody while a guest has given no address.</summary>
    /// <param name="codes">The codes that came with the request; null takes those in the shopper's basket.</param>
    public static Claim Claim(SqlSession sql, Secret secret, Shopper shopper, IReadOnlyList<string>? codes, Contact? contact) => new(
        codes is null ? BasketCodes.Of(sql, shopper) : PromotionCode.Of(codes, BasketCodes.Most),
        Buyers.Of(sql, secret, shopper.PersonId, contact?.Email));

    /// <summary>What an unpaid order holds of a variant; no variant when it holds nothing.</summary>
    internal readonly record struct Open(Guid Order, Guid? Variant, long Quantity);

    /// <summary>Reads the buyer's unpaid orders; under the lock of the buyer.</summary>
    public static SqlQuery Query(Guid buyer, List<Open> into) => new(
        """
        SELECT o.id, h.variant_id, h.quantity FROM orders o LEFT JOIN holds h ON h.shop_id = o.shop_id AND h.order_id = o.id AND h.state = 'Live'
        WHERE o.buyer = $1 AND o.ended_at IS NULL AND NOT o.paid
        """, r => into.Add(new Open(r.Id(0), r.IdOrNull(1), r.IsNull(2) ? 0 : r.Long(2))), buyer);

    /// <summary>Why the draft would be too much beside what is open; null when it is not.</summary>
    public static Problem? TooMuch(List<Open> open, Shopper shopper, PurchaseDraft draft, MallSettings settings)
    {
        var most = shopper.IsPerson ? settings.ReservationsPerPerson : settings.ReservationsPerGuest;
        if (open.Select(o => o.Order).Distinct().Count() + draft.Orders.Count > most)
        {
            return CheckoutProblems.TooManyReservations.With(most);
        }

        var held = open.Where(o => o.Variant is not null).ToLookup(o => o.Variant!.Value, o => o.Quantity);
        return draft.Orders.SelectMany(o => o.Lines)
            .Where(l => l.Offer.Policy is not Catalogue.StockPolicy.ToOrder && held[l.Offer.VariantId].Sum() + l.Quantity > settings.ReservedUnitsPerVariant)
            .Select(l => CheckoutProblems.TooManyReserved.With(settings.ReservedUnitsPerVariant) with { Data = new Dictionary<string, object?> { ["variantId"] = l.Offer.VariantId } })
            .FirstOrDefault();
    }
}
