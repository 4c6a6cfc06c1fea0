using Halles.Kernel.Auditing;
using Halles.Kernel.Changes;

namespace Halles.Kernel.Storage;

/// <summary>
/// What a unit of work writes through: inside a transaction that it shares with other units, in a savepoint of its own.
/// The work may run again after a deadlock, so it changes nothing but the database.
/// </summary>
public sealed class WriteSession : IDisposable
{
    // Enough to save the round trips; more would only fill the memory.
    private const int MostTogether = 1000;

    private readonly Func<MallDb> _open;
    private readonly HashSet<(Topic Topic, Guid Shop, Guid Subject)> _told = [];
    private readonly List<AuditEntry> _audit = [];
    private MallDb? _db;
    private SqlBatch? _later;
    private readonly List<Action> _once = [];
    private int _inserted;

    internal WriteSession(SqlSession sql, Func<MallDb> open, DateTimeOffset now) => (Sql, _open, Now) = (sql, open, now);

    /// <summary>Plain SQL in this transaction: for what is hot, and for conditional updates.</summary>
    public SqlSession Sql { get; }

    /// <summary>
    /// Statements that nothing in this unit reads again: they run together when the work ends well, in one round trip.
    /// </summary>
    public SqlBatch Later => _later ??= Sql.Together();

    /// <summary>A tracking context in this transaction; saved by itself when the work is done.</summary>
    public MallDb Db => _db ??= _open();

    /// <summary>
    /// Inserts new records among what runs <see cref="Later"/>, untracked: many times faster than <see cref="Db"/> where
    /// there are many.
    /// </summary>
    public void Insert<T>(params IEnumerable<T> rows)
        where T : class
    {
        var insert = RowInsert.Of<T>(Db, Engine);
        foreach (var row in rows)
        {
            Later.Add(insert.Statement, insert.Arguments(row));
            if (++_inserted % MostTogether == 0)
            {
                Later.Run();
            }
        }
    }

    /// <summary>The engine behind it.</summary>
    public Engine Engine => Sql.Engine;

    /// <summary>The moment at which the work began; the same for all that it writes.</summary>
    public DateTimeOffset Now { get; }

    internal FeedPosition? Position { get; private set; }

    /// <summary>What is to be done once this is committed.</summary>
    internal IReadOnlyList<Action> Once => _once;

    /// <summary>
    /// Takes a lock that only the work shows it needs; what is known before belongs among those that are declared. Two that
    /// wait for one another go again, each alone.
    /// </summary>
    public void Lock(LockKey key)
    {
        if (Engine is Engine.PostgreSql)
        {
            Sql.Execute("SELECT pg_advisory_xact_lock($1)", key.Number);
        }
    }

    /// <summary>
    /// Writes into the change feed that a subject of a shop has changed (<see cref="Guid.Empty"/> for the mall's own).
    /// Telling the same twice in one unit writes it once.
    /// </summary>
    public void Changed(Topic topic, Guid shop, Guid subject) => _told.Add((topic, shop, subject));

    /// <summary>A new id, later than all before it.</summary>
    public Guid NewId() => Ids.New(Now);

    /// <summary>Writes into the audit log who did what; kept in its hash chain when the work ends well.</summary>
    public void Audit(AuditEntry entry) => _audit.Add(entry);

    /// <summary>Has memory follow what was written, once it is committed: never when it is refused, once though the work runs again.</summary>
    /// <param name="act">Quick, and cannot fail.</param>
    public void OnceCommitted(Action act) => _once.Add(act);

    /// <summary>The transaction with all that this unit has written so far, for reading it again.</summary>
    public SqlSession Saved()
    {
        _db?.SaveChanges();
        _later?.Run();
        return Sql;
    }

    /// <summary>
    /// Saves, and lets go of what <see cref="Db"/> has read: a unit that changes hundreds of records one after another would
    /// else compare all of them again at each save.
    /// </summary>
    public void LetGo()
    {
        Saved();
        _db?.ChangeTracker.Clear();
    }

    /// <summary>A part of the unit that is kept whole or leaves nothing behind, while the rest of the unit goes on.</summary>
    /// <param name="part">What it reads and writes, as a unit does; what was read before it is let go of.</param>
    public Result<T> Whole<T>(Func<Result<T>> part)
    {
        LetGo();
        var (audited, once) = (_audit.Count, _once.Count);
        Sql.Execute("SAVEPOINT part");
        var done = part();
        if (done.Ok)
        {
            Saved();
        }
        else
        {
            _db?.ChangeTracker.Clear();
            _later = null;
            _audit.RemoveRange(audited, _audit.Count - audited);
            _once.RemoveRange(once, _once.Count - once);
            Sql.Execute("ROLLBACK TO SAVEPOINT part");
        }

        Sql.Execute("RELEASE SAVEPOINT part");
        return done;
    }

    internal void Save()
    {
        Saved();
        Position = ChangeFeed.Append(Sql, _told, Now);
        AuditLog.Append(this, _audit); // last, for its lock is held until the commit
    }

    public void Dispose() => _db?.Dispose();
}
