using System.Globalization;

namespace Halles.Mall.Orders;

/// <summary>How money went back to the shopper.</summary>
public enum PaidBackBy
{
    Cash,
    Transfer,
    Card,
}

/// <summary>Money that went back, as its event keeps it: <c>4760 Cash</c>.</summary>
/// <param name="Amount">Minor units of the order's currency.</param>
/// <param name="How">Null when nobody said.</param>
public readonly record struct GivenBack(long Amount, PaidBackBy? How = null)
{
    /// <summary>Reads the details of a <see cref="OrderEventKind.Refunded"/> event.</summary>
    public static GivenBack Of(OrderEvent given)
    {
        var parts = (given.Details ?? "0").Split(' ');
        return new(long.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? Enum.Parse<PaidBackBy>(parts[1]) : null);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}{(How is { } how ? " " + how : "")}");
}
