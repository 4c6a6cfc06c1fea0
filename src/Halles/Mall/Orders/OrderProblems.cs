using Halles.Kernel;

namespace Halles.Mall.Orders;

/// <summary>How a step of an order is refused.</summary>
public static class OrderProblems
{
    /// <summary>Also the answer for another shop's or person's order.</summary>
    public static readonly Problem NoSuchOrder = new("no-such-order", 404, "There is no such order.");

    /// <summary>Args: the present state (<see cref="OrderState"/>).</summary>
    public static readonly Problem WrongState = new("wrong-state", 409, "This order is {0} now; that step is no longer possible.");

    public static readonly Problem NoSuchLine = new("no-such-line", 404, "This order has no such line.");
    public static readonly Problem MissingWrong = new("missing-wrong", 422, "Enter how many are missing, from 1 to {0}.") { Field = "missing" };
    public static readonly Problem ReasonMissing = new("reason-missing", 422, "Say why, so that the other side knows.") { Field = "reason" };
    public static readonly Problem ReasonLong = new("reason-long", 422, "A reason has at most {0} characters.") { Args = [CancelOrders.MostReason], Field = "reason" };

    public static readonly Problem NotWeighed = new("not-weighed", 409, "This line is not weighed.");
    public static readonly Problem WeightWrong = new("weight-wrong", 422, "Enter the weight as a whole number from 1 to {0}.") { Args = [PrepareOrders.MostWeight], Field = "weight" };
    public static readonly Problem WeightMissing = new("weight-missing", 409, "Enter the weight of what was weighed first.");

    public static readonly Problem WrongCode = new("wrong-code", 422, "No order that is ready has this code. Check the last characters.") { Field = "code" };

    /// <summary>Args: when the next try is possible (<see cref="DateTimeOffset"/>).</summary>
    public static readonly Problem TooManyTries = new("too-many-tries", 429, "Too many wrong codes in this store. Try again from {0} on.") { Field = "code" };

    public static readonly Problem NotPaid = new("not-paid", 409, "This order is not paid yet. Take the payment first.") { Field = "paid" };

    public static readonly Problem TransferNotCome = new("transfer-not-come", 409, "The transfer for this order has not come. Mark it as paid first, or confirm that the goods leave unpaid.") { Field = "unpaid" };

    /// <summary>Args: the age in years.</summary>
    public static readonly Problem AgeNotChecked = new("age-not-checked", 409, "Check that the person is {0} or older first.") { Field = "age" };

    public static readonly Problem TrackingWrong = new("tracking-wrong", 422, "A tracking number has at most {0} characters.") { Args = [HandOverOrders.MostTracking], Field = "tracking" };
    public static readonly Problem NoSuchView = new("no-such-view", 404, "There is no such view.");

    /// <summary>Args: how many there may be.</summary>
    public static readonly Problem ViewsMany = new("views-many", 409, "At most {0} views can be kept. Remove one first.") { Field = "name" };
    public static readonly Problem NothingToReturn = new("nothing-to-return", 409, "Nothing of this order can be returned.");
}
