using System.Globalization;
using System.Text;
using Halles.Kernel;
using Halles.Mall.Fulfilment;

namespace Halles.Mall.Orders;

/// <summary>Which of a shop's orders are shown; what is null does not matter.</summary>
public sealed record OrderFilter
{
    internal const string ToPrepare = "o.state IN ('Placed', 'Accepted', 'Preparing')";
    internal const string Ready = "o.state IN ('Ready', 'OutForDelivery', 'Shipped')";

    /// <summary>Past its promise at <c>$2</c>; the states come first, for the index knows them.</summary>
    internal const string Late = $"(o.state IN ('Placed', 'Accepted', 'Preparing', 'Ready') AND (({ToPrepare} AND o.ready_by < $2) OR (o.state = 'Ready' AND o.hold_until IS NOT NULL AND o.hold_until < $2)))";

    public OrderView View { get; init; } = OrderView.All;

    public OrderState? State { get; init; }

    public Guid? StoreId { get; init; }

    public FulfilmentKind? Way { get; init; }

    public bool? Paid { get; init; }

    /// <summary>Placed then or later.</summary>
    public DateTimeOffset? PlacedFrom { get; init; }

    /// <summary>Placed before.</summary>
    public DateTimeOffset? PlacedUntil { get; init; }

    /// <summary>Words of a name, an e-mail address or a product, or part of a code or an SKU; empty for all.</summary>
    public string Search { get; init; } = "";

    /// <summary>Who looks for what is done wants the newest; who has work to do, what is wanted soonest.</summary>
    internal string Order => View is OrderView.Done or OrderView.All ? "o.id DESC" : "o.ready_by, o.id";

    /// <summary>The condition on a view alone; <c>$2</c> is the moment.</summary>
    internal static string Of(OrderView view) => view switch
    {
        OrderView.ToPrepare => ToPrepare,
        OrderView.Ready => Ready,
        OrderView.Late => Late,
        OrderView.Done => $"NOT ({ToPrepare} OR {Ready})",
        _ => "$2 > 0",
    };

    /// <summary>All but the search as a condition with its arguments, the first of which are the shop and the moment.</summary>
    internal (string Where, List<object?> Args) Condition(Guid shop, DateTimeOffset now)
    {
        var (where, args) = (new StringBuilder($"o.shop_id = $1 AND $2 > 0 AND {Of(View)}"), new List<object?> { shop, now });
        And("o.state = ${0}", State);
        And("o.store_id = ${0}", StoreId);
        And("o.fulfilment = ${0}", Way);
        And("o.paid = ${0}", Paid);
        And("o.id >= ${0}", PlacedFrom is { } from ? Ids.First(from.AddDays(-1)) : null); // in the order of their ids: where to begin
        And("o.placed_at >= ${0}", PlacedFrom);
        And("o.placed_at < ${0}", PlacedUntil);
        return (where.ToString(), args);

        void And(string condition, object? value)
        {
            if (value is not null)
            {
                args.Add(value);
                where.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, args.Count);
            }
        }
    }
}
