using System.Data.Common;
using Halles.Kernel.Changes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Halles.Kernel.Storage;

/// <summary>Commits units of work together over one connection; belongs to one thread.</summary>
internal sealed class WriteBatch(MallDatabase database, ChangeFeed feed, TimeProvider clock, WriteFigures figures, ILogger log) : IDisposable
{
    private const int MostTries = 5;
    private DbConnection? _connection;
    private SqlSession? _sql;
    private DbContextOptions<MallDb>? _options;

    /// <summary>How many batches had to go again because another transaction stood in their way.</summary>
    public int Conflicts { get; private set; }

    /// <summary>Runs and commits the units; each caller is answered, whatever happens.</summary>
    public void Run(List<WriteUnit> units)
    {
        try
        {
            RunOnce(units);
        }
        catch (Exception e) when (IsConflict(e))
        {
            Conflicts++;
            Forget(e);
            foreach (var unit in units)
            {
                RunAlone(unit);
            }
        }
        catch (Exception e)
        {
            log.LogError(e, "A batch of {Count} writes failed", units.Count);
            var problem = StorageProblems.Of(e) ?? StorageProblems.Unavailable;
            Forget(e);
            figures.Refused(problem, units.Count);
            units.ForEach(u => u.Refuse(problem));
        }
    }

    public void Dispose() => Close();

    // After a deadlock each unit goes again in a transaction of its own.
    private void RunAlone(WriteUnit unit)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                RunOnce([unit]);
                return;
            }
            catch (Exception e) when (IsConflict(e) && !WaitedInVain(e) && tries < MostTries)
            {
                Forget(e);
            }
            catch (Exception e)
            {
                log.LogError(e, "A write failed after {Tries} tries", tries);
                Forget(e);
                figures.Refused(StorageProblems.Unavailable);
                unit.Refuse(StorageProblems.Unavailable);
                return;
            }
        }
    }

    private void RunOnce(List<WriteUnit> units)
    {
        Open();
        Begin(units);
        FeedPosition? last = null;
        var failed = new List<(WriteUnit Unit, Exception Bug)>();
        var once = new List<Action>();
        var kept = false;
        foreach (var unit in units)
        {
            Mark(kept);
            kept = false;
            try
            {
                // No finer than it is kept, so that what is answered is what is read later.
                using var session = new WriteSession(_sql!, () => Context(), Instants.FromMicros(clock.GetUtcNow().Micros()));
                if (unit.Run(session))
                {
                    session.Save();
                    last = session.Position is { } p && (last is null || p > last) ? p : last;
                    once.AddRange(session.Once);
                    kept = true;
                }
                else
                {
                    _sql!.Execute("ROLLBACK TO SAVEPOINT unit");
                }
            }
            catch (Exception bug) when (!IsFatal(bug) && !IsConflict(bug))
            {
                _sql!.Execute("ROLLBACK TO SAVEPOINT unit");
                failed.Add((unit, bug));
            }
        }

        using (figures.Committing(units))
        {
            _sql!.Execute("COMMIT"); // never cancelled, never timed out
        }

        if (last is { } position)
        {
            feed.Committed(position);
        }

        once.ForEach(act => act());
        units.ForEach(u => Answer(u, failed));
    }

    private static void Answer(WriteUnit unit, List<(WriteUnit Unit, Exception Bug)> failed)
    {
        if (failed.Find(f => f.Unit == unit).Bug is { } bug)
        {
            unit.Fail(bug);
        }
        else
        {
            unit.Complete();
        }
    }

    // The savepoint of the next unit. One that was rolled back to still stands and serves again.
    private void Mark(bool kept)
    {
        if (kept)
        {
            _sql!.Together().Add("RELEASE SAVEPOINT unit").Add("SAVEPOINT unit").Run();
        }
    }

    private void Begin(List<WriteUnit> units)
    {
        if (database.Engine is Engine.Sqlite)
        {
            _sql!.Execute("BEGIN IMMEDIATE");
            _sql.Execute("SAVEPOINT unit");
            return;
        }

        var keys = units.SelectMany(u => u.Locks).Select(k => k.Number).Distinct().Order().ToArray();
        var begin = _sql!.Together().Add("BEGIN");
        (keys.Length == 0 ? begin : begin.Add("SELECT pg_advisory_xact_lock(k) FROM unnest($1) AS k", keys)).Add("SAVEPOINT unit").Run();
    }

    private MallDb Context()
    {
        var db = new MallDb(_options ??= MallDatabase.Over(_connection!));
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never; // the batch's transaction is begun by SQL
        return db;
    }

    private void Open()
    {
        if (_connection is not null)
        {
            return;
        }

        _connection = database.OpenWrite();
        _sql = new SqlSession(_connection, database.Engine);
    }

    // After a failure the connection's state is not known; a new one is opened for the next batch.
    private void Forget(Exception cause)
    {
        if (_connection is SqliteConnection && !IsFatal(cause))
        {
            _sql!.Execute("ROLLBACK");
            return;
        }

        Close();
    }

    private void Close()
    {
        try
        {
            _sql?.Dispose();
            _connection?.Dispose();
        }
        catch (DbException e)
        {
            log.LogWarning(e, "A broken connection did not close well");
        }

        (_connection, _sql, _options) = (null, null, null);
    }

    // After these the transaction is gone: SQLite rolled it back by itself (on 5, busy, it never began), a broken connection to PostgreSQL lost it.
    private static bool IsFatal(Exception e) => StorageProblems.Of(e) is not null || StorageProblems.Find<PostgresException>(e) is { SqlState: ['2', '5', ..] };

    private static bool IsConflict(Exception e) => StorageProblems.Find<PostgresException>(e) is { SqlState: "40P01" or "40001" or "55P03" };

    private static bool WaitedInVain(Exception e) => StorageProblems.Find<PostgresException>(e) is { SqlState: "55P03" };
}
