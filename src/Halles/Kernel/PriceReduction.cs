namespace Halles.Kernel;

/// <summary>A price and the moment from which it applied, until the next one.</summary>
public readonly record struct PriceChange(DateTimeOffset From, Money Price);

/// <summary>
/// An announced price reduction with its prior price: the lowest that applied in the 30 days before the reduction began
/// (Directive 98/6/EC, article 6a; the percentage is counted from that price: Court of Justice, C-330/23).
/// </summary>
/// <param name="Price">What it costs now.</param>
/// <param name="LowestBefore">The lowest price of the 30 days before.</param>
/// <param name="Since">When the price of now began.</param>
public sealed record PriceReduction(Money Price, Money LowestBefore, DateTimeOffset Since)
{
    /// <summary>How far back the prior price is looked for.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>Whole percent off the lowest price before, rounded down so that it never says too much; may be 0.</summary>
    public int Percent => (int)((Int128)(LowestBefore.Minor - Price.Minor) * 100 / LowestBefore.Minor);

    /// <summary>The reduction that may be announced at a moment; null when the price is not below all of the 30 days before it.</summary>
    /// <param name="changes">All prices of the variant in any order; of two at one moment the later in the list applies.</param>
    /// <param name="now">The moment.</param>
    public static PriceReduction? At(IEnumerable<PriceChange> changes, DateTimeOffset now)
    {
        var past = changes.Where(c => c.From <= now).OrderBy(c => c.From).ToList();
        if (past.Count == 0)
        {
            return null;
        }
        var price = past[^1].Price;
        var began = past.Count - 1;
        // The same price written again begins nothing.
        while (began > 0 && past[began - 1].Price == price)
        {
            began--;
        }
        var since = past[began].From;
        Money? lowest = null;
        for (var i = began - 1; i >= 0; i--)
        {
            var until = past[i + 1].From;
            if (until <= since - Window)
            {
                break;
            }
            if (until > past[i].From)
            {
                lowest = lowest is { } l ? Money.Min(l, past[i].Price) : past[i].Price;
            }
        }
        return lowest is { } prior && price < prior ? new PriceReduction(price, prior, since) : null;
    }
}
