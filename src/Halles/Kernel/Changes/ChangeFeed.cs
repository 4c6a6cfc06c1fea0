using Halles.Kernel.Storage;

namespace Halles.Kernel.Changes;

/// <summary>
/// Every committed change, once and in an order that no reader can skip. On SQLite there is one writer, so numbers are
/// that order. On PostgreSQL a transaction may commit late: only rows below the oldest running transaction
/// (<c>pg_snapshot_xmin</c>) are shown, ordered by transaction.
/// </summary>
public sealed class ChangeFeed(MallDatabase database)
{
    // How long a reader sleeps when nobody in this process wrote: on PostgreSQL other nodes do, and a late
    // transaction of ours may still hold the window back. On SQLite nobody else writes while the mall is open.
    private readonly TimeSpan _poll = database.Engine is Engine.Sqlite ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FeedPosition _last;

    /// <summary>The last change that this process committed: who waits for it sees what was just written here.</summary>
    public FeedPosition LastCommitted
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>The changes after a position, oldest first, at most <paramref name="most"/> of them.</summary>
    public List<Change> After(FeedPosition position, int most = 1000) => database.Read(sql => Read(sql, position, most));

    /// <summary>The newest position that may be read now; <see cref="FeedPosition.Start"/> for an empty feed.</summary>
    public FeedPosition Newest() => database.Read(sql => sql.List(
        $"SELECT epoch, tx, seq FROM changes {Visible(sql.Engine, "WHERE")} ORDER BY epoch DESC, tx DESC, seq DESC LIMIT 1",
        r => new FeedPosition(r.Int(0), r.Long(1), r.Long(2))).FirstOrDefault());

    /// <summary>Ends with the next commit of this process. Take it before reading, so that no commit is slept over.</summary>
    public Task More
    {
        get
        {
            lock (_gate)
            {
                return _more.Task;
            }
        }
    }

    /// <summary>Ends when there may be more to read than when <see cref="More"/> was taken.</summary>
    public async Task Wait(Task more, CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(more, Task.Delay(_poll, enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false); // else each wait leaves its timer behind
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Tells the readers that something was committed up to this position.</summary>
    internal void Committed(FeedPosition position)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            _last = position > _last ? position : _last;
            waiting = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.TrySetResult();
    }

    /// <summary>
    /// Called at each start. A cluster restored from a backup counts transactions anew: then a new epoch begins, so that
    /// its changes come after all that were read before.
    /// </summary>
    public static void OpenEpoch(MallDatabase database) => OnPostgres(
        database,
        "UPDATE feed_epoch SET epoch = CASE WHEN cluster = '' THEN epoch ELSE epoch + 1 END, cluster = $1 WHERE split_part(cluster, '/', 1) <> split_part($1, '/', 1)");

    /// <summary>Called after a restore: a new epoch begins, whichever cluster the records come from.</summary>
    internal static void BeginEpoch(MallDatabase database) => OnPostgres(database, "UPDATE feed_epoch SET epoch = epoch + 1, cluster = $1");

    private static void OnPostgres(MallDatabase database, string statement)
    {
        if (database.Engine is Engine.Sqlite)
        {
            return;
        }

        using var connection = database.OpenWrite();
        using var sql = new SqlSession(connection, database.Engine);
        var cluster = sql.Scalar<string>("SELECT system_identifier::text || '/' || (SELECT timeline_id FROM pg_control_checkpoint())::text FROM pg_control_system()");
        sql.Execute(statement, cluster);
    }

    /// <summary>Writes what a unit changed into the running transaction; the last one's position, or null when nothing did.</summary>
    internal static FeedPosition? Append(SqlSession sql, IReadOnlyCollection<(Topic Topic, Guid Shop, Guid Subject)> changes, DateTimeOffset at)
    {
        FeedPosition? last = null;
        if (sql.Engine is Engine.Sqlite)
        {
            foreach (var (topic, shop, subject) in changes)
            {
                sql.Execute("INSERT INTO changes (epoch, tx, topic, shop_id, subject, at) VALUES (0, 0, $1, $2, $3, $4)", topic, shop, subject, at);
            }

            last = changes.Count > 0 ? new FeedPosition(0, 0, sql.Scalar<long>("SELECT max(seq) FROM changes")) : null;
        }
        else if (changes.Count > 0)
        {
            using var rows = sql.Query(
                """
                INSERT INTO changes (epoch, tx, topic, shop_id, subject, at)
                SELECT e.epoch, pg_current_xact_id()::text::bigint, c.topic, c.shop, c.subject, $4
                FROM feed_epoch e, unnest($1::text[], $2::uuid[], $3::uuid[]) WITH ORDINALITY AS c(topic, shop, subject, n) ORDER BY c.n RETURNING epoch, tx, seq
                """,
                changes.Select(c => c.Topic.ToString()).ToArray(), changes.Select(c => c.Shop).ToArray(), changes.Select(c => c.Subject).ToArray(), at);
            while (rows.Read())
            {
                last = new FeedPosition(rows.Int(0), rows.Long(1), rows.Long(2));
            }
        }

        return last;
    }

    private static List<Change> Read(SqlSession sql, FeedPosition after, int most) => sql.List(
        $"SELECT epoch, tx, seq, topic, shop_id, subject, at FROM changes WHERE (epoch, tx, seq) > ($1, $2, $3) {Visible(sql.Engine, "AND")} ORDER BY epoch, tx, seq LIMIT $4",
        r => new Change(new FeedPosition(r.Int(0), r.Long(1), r.Long(2)), r.Word<Topic>(3), r.Id(4), r.Id(5), r.Instant(6)),
        after.Epoch, after.Transaction, after.Number, most);

    private static string Visible(Engine engine, string joint) => engine is Engine.Sqlite
        ? ""
        : $"{joint} (epoch < (SELECT epoch FROM feed_epoch) OR tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)";
}
