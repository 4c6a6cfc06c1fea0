using Halles.Kernel.Changes;
using Halles.Kernel.Storage;

namespace Halles.Mall.Invariants;

/// <summary>
/// What was committed was told: every dated row that a change leaves has its change in the feed, with the moment of the
/// same unit of work. What leaves no date of its own (a store's hours, a category's name) is seen by its row in the audit.
/// </summary>
internal static class ToldInvariant
{
    /// <summary>A topic, and the subjects and moments of the rows that its changes leave.</summary>
    private static readonly (Topic Topic, string Rows)[] Left =
    [
        (Topic.Order, "SELECT id AS subject, placed_at AS at FROM orders"),
        (Topic.Order, "SELECT order_id AS subject, at FROM order_events"),
        (Topic.Order, "SELECT order_id AS subject, received_at AS at FROM payments"),
        (Topic.Stock, "SELECT variant_id AS subject, at FROM stock_movements"),
        (Topic.Stock, "SELECT variant_id AS subject, created_at AS at FROM holds"),
        (Topic.Product, "SELECT id AS subject, created_at AS at FROM products"),
        (Topic.Product, "SELECT id AS subject, published_at AS at FROM products"),
        (Topic.Product, "SELECT v.product_id AS subject, c.at FROM price_changes c JOIN variants v ON v.shop_id = c.shop_id AND v.id = c.variant_id"),
        (Topic.Shop, "SELECT id AS subject, created_at AS at FROM shops"),
        (Topic.Shop, "SELECT id AS subject, opened_at AS at FROM shops"),
        (Topic.Message, "SELECT order_id AS subject, at FROM messages"),
        (Topic.Message, "SELECT order_id AS subject, read_at AS at FROM messages"),
        (Topic.Person, "SELECT id AS subject, created_at AS at FROM people"),
        (Topic.Person, "SELECT person_id AS subject, since AS at FROM memberships"),
        (Topic.Person, "SELECT person_id AS subject, since AS at FROM staff_roles"),
        (Topic.Person, "SELECT person_id AS subject, revoked_at AS at FROM api_keys"),
    ];

    /// <summary>Actions after which nobody has anything to read again.</summary>
    private const string Quiet = "'create-key', 'invite-member', 'withdraw-invitation', 'invite-staff', 'retry-job', 'drop-job'";

    private const string Untold =
        $"SELECT subject, at FROM audit WHERE subject <> $2 AND action NOT IN ({Quiet}) AND at > $1 EXCEPT SELECT subject, at FROM changes";

    private const string UntoldSettings =
        "SELECT subject, at FROM audit WHERE action = 'change-settings' AND at > $1 EXCEPT SELECT subject, at FROM changes WHERE topic = 'Settings'";

    private const string DoubledPositions = "SELECT epoch, tx, seq FROM changes GROUP BY epoch, tx, seq HAVING count(*) > 1";

    public static Finding ChangesAreTold(SqlSession sql)
    {
        var findings = new Findings(10, "Whatever changed reached the change feed, and no position of the feed is taken twice.");
        findings.Look(sql.Scalar<long>("SELECT count(*) FROM changes"));

        // What is older than the feed cannot be asked of it.
        var since = sql.Scalar<long>("SELECT coalesce(min(at), 0) FROM changes");
        foreach (var (topic, rows) in Left)
        {
            Break($"SELECT subject, at FROM ({rows}) r WHERE at > $1 EXCEPT SELECT subject, at FROM changes WHERE topic = '{topic}'", topic.ToString(), since);
        }

        Break(Untold, "audited", since, Guid.Empty);
        Break(UntoldSettings, "settings", since);
        foreach (var position in sql.List(DoubledPositions, r => $"position {r.Int(0)}.{r.Long(1)}.{r.Long(2)}"))
        {
            findings.Break(position);
        }

        return findings.Done();

        void Break(string query, string of, params ReadOnlySpan<object?> args)
        {
            foreach (var untold in sql.List(query, r => $"{of} {r.Id(0)} of {r.Instant(1):u}", args))
            {
                findings.Break(untold);
            }
        }
    }
}
