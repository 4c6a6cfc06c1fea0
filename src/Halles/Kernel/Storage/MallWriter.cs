using Halles.Kernel.Changes;
using Microsoft.Extensions.Logging;

namespace Halles.Kernel.Storage;

/// <summary>
/// The one way to write. Units of work wait in a bounded queue; a thread takes what waits and commits it in one
/// transaction, each unit in a savepoint of its own, so that one refusal never touches its neighbours. SQLite has one
/// such thread, the only writer of the file; PostgreSQL several on every node, which take declared locks in one order.
/// </summary>
public sealed class MallWriter : IDisposable
{
    private const int QueueCapacity = 2048;
    private readonly WriteQueue _queue;
    private readonly List<Thread> _threads = [];
    private readonly List<WriteBatch> _batches = [];
    private readonly WriteFigures _figures;
    private readonly MallDatabase _database;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _clock;
    private readonly ILogger<MallWriter> _log;

    public MallWriter(MallDatabase database, ChangeFeed feed, TimeProvider clock, ILogger<MallWriter> log)
        : this(database, feed, clock, log, QueueCapacity)
    {
    }

    internal MallWriter(MallDatabase database, ChangeFeed feed, TimeProvider clock, ILogger<MallWriter> log, int capacity)
    {
        (_database, _feed, _clock, _log) = (database, feed, clock, log);
        _queue = new WriteQueue(capacity);
        _figures = new WriteFigures(() => _queue.Length);
        if (database.Engine is Engine.Sqlite)
        {
            Start("write", [Lane.Trade, Lane.Office], most: 128);
        }
        else
        {
            // Office work declares no locks, so each has a transaction of its own.
            Start("trade", [Lane.Trade], most: 64);
            Start("trade", [Lane.Trade], most: 64);
            Start("office", [Lane.Office], most: 1);
            Start("office", [Lane.Office], most: 1);
        }
    }

    /// <summary>How many batches went again after a deadlock; with locks declared there is none.</summary>
    public int Conflicts => _batches.Sum(b => b.Conflicts);

    /// <summary>How many units of trade are without an answer now.</summary>
    public int Trading => _queue.Trading;

    /// <summary>
    /// Runs the work and ends when it is durably committed or refused. A refusal (a result with a problem) leaves
    /// nothing behind. When the queue is full, the answer is <see cref="StorageProblems.Busy"/> at once.
    /// </summary>
    /// <param name="work">May run again after a deadlock; touches nothing but the session.</param>
    /// <param name="lane">Who goes first; work on stock and orders belongs to <see cref="Lane.Trade"/>.</param>
    /// <param name="locks">What the work touches that others touch too; needed on PostgreSQL, harmless on SQLite.</param>
    public Task<Result<T>> Write<T>(Func<WriteSession, Result<T>> work, Lane lane = Lane.Office, params LockKey[] locks)
    {
        var unit = new WriteUnit<T>(work, lane, locks) { Trace = WriteFigures.Begin(lane) };
        if (!_queue.TryAdd(unit))
        {
            _figures.Refused(StorageProblems.Busy);
            unit.Refuse(StorageProblems.Busy);
        }

        return unit.Done;
    }

    /// <summary>The same, once for a key: two in flight wait for one another, and a repeat gets the answer of the first.</summary>
    /// <param name="key">Null to write without one.</param>
    /// <param name="binds">Whether an outcome binds the key; a refusal that leaves something behind does not.</param>
    public Task<Result<T>> WriteOnce<T>(IdempotencyKey? key, Func<WriteSession, Result<T>> work, Lane lane, LockKey[] locks, Func<T, bool>? binds = null) =>
        key is null ? Write(work, lane, locks) : Write(s => s.Once(key, () => work(s), binds), lane, [.. locks, key.Lock]);

    /// <summary>Takes no more work, does what waits, and ends the threads.</summary>
    public void Dispose()
    {
        _queue.Close();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _figures.Dispose();
    }

    private void Start(string name, Lane[] lanes, int most)
    {
        var batches = new WriteBatch(_database, _feed, _clock, _figures, _log);
        _batches.Add(batches);
        var thread = new Thread(() => Loop(batches, lanes, most)) { Name = $"halles-{name}", IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    private void Loop(WriteBatch batches, Lane[] lanes, int most)
    {
        using var _ = batches;
        while (_queue.Take(lanes, most) is { Count: > 0 } batch)
        {
            batches.Run(batch);
            _queue.Answered(batch);
        }
    }
}
