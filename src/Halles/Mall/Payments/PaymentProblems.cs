using Halles.Kernel;

namespace Halles.Mall.Payments;

/// <summary>How handling money of an order is refused.</summary>
public static class PaymentProblems
{
    public static readonly Problem AlreadyPaid = new("already-paid", 409, "This order is already paid.");
    public static readonly Problem NotExpected = new("payment-not-expected", 409, "No payment is expected for this order.");

    /// <summary>Args and data <c>owed</c>: what is owed back.</summary>
    public static readonly Problem TooMuchBack = new("too-much-back", 409, "Only {0} is owed back.") { Field = "amount" };

    public static readonly Problem NoWay = new("shop-without-way-of-paying", 422, "Say how you are paid.");
    public static readonly Problem WayWithoutPlace = new("way-of-paying-without-place", 422, "This way of paying needs a way of getting it that you do not offer.");
}
