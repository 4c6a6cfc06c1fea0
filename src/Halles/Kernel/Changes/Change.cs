namespace Halles.Kernel.Changes;

/// <summary>What a change is about; readers of the feed choose by it and read the subject again themselves.</summary>
public enum Topic
{
    Settings,
    Category,
    Shop,
    Store,
    Product,
    Stock,
    Order,
    Message,
    Person,
    District,
    Report,
    Page,
    Promotion,
}

/// <summary>
/// A place in the change feed. Ordered by epoch (a restored cluster begins a new one), then transaction, then number:
/// never by number alone, for a transaction may commit after one with higher numbers.
/// </summary>
public readonly record struct FeedPosition(int Epoch, long Transaction, long Number) : IComparable<FeedPosition>
{
    /// <summary>Before the first change.</summary>
    public static readonly FeedPosition Start;

    public int CompareTo(FeedPosition other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch)
        : Transaction != other.Transaction ? Transaction.CompareTo(other.Transaction)
        : Number.CompareTo(other.Number);

    public static bool operator <(FeedPosition a, FeedPosition b) => a.CompareTo(b) < 0;

    public static bool operator >(FeedPosition a, FeedPosition b) => a.CompareTo(b) > 0;

    public static bool operator <=(FeedPosition a, FeedPosition b) => a.CompareTo(b) <= 0;

    public static bool operator >=(FeedPosition a, FeedPosition b) => a.CompareTo(b) >= 0;

    /// <summary><c>epoch.transaction.number</c>, as cookies and event streams carry it.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Epoch}.{Transaction}.{Number}");

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string? text, out FeedPosition position)
    {
        position = default;
        if (text?.Split('.') is not [var e, var t, var n] || !int.TryParse(e, out var epoch) || !long.TryParse(t, out var transaction) || !long.TryParse(n, out var number))
        {
            return false;
        }

        position = new FeedPosition(epoch, transaction, number);
        return true;
    }
}

/// <summary>One committed change: which subject of which shop was touched, and when.</summary>
/// <param name="ShopId">The shop whose it is; <see cref="Guid.Empty"/> when it is the mall's own.</param>
public sealed record Change(FeedPosition Position, Topic Topic, Guid ShopId, Guid Subject, DateTimeOffset At);
