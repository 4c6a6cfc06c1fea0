using System.Diagnostics;

namespace Halles.Kernel.Storage;

/// <summary>Who goes first: buying before everything else.</summary>
public enum Lane
{
    /// <summary>Purchases, steps of orders, stock. Many share one commit; their locks are declared.</summary>
    Trade,

    /// <summary>Everything else.</summary>
    Office,
}

/// <summary>One waiting piece of work.</summary>
internal abstract class WriteUnit(Lane lane, LockKey[] locks)
{
    public Lane Lane => lane;

    public LockKey[] Locks => locks;

    /// <summary>From its waiting to its answer; null while nobody listens.</summary>
    public Activity? Trace { get; init; }

    /// <summary>Runs the work; false when it was refused and must leave no trace.</summary>
    public abstract bool Run(WriteSession session);

    /// <summary>Gives the caller what the work answered, once that is committed or refused.</summary>
    public abstract void Complete();

    /// <summary>Gives the caller a problem: nothing was written, or nobody knows.</summary>
    public abstract void Refuse(Problem problem);

    /// <summary>Gives the caller the exception that the work threw: a bug.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Ends the trace, which makes its caller's the present one: here it is not.</summary>
    protected void End(string outcome)
    {
        if (Trace is not null)
        {
            var here = Activity.Current;
            Trace.SetTag("halles.outcome", outcome).Dispose();
            Activity.Current = here;
        }
    }
}

/// <inheritdoc/>
internal sealed class WriteUnit<T>(Func<WriteSession, Result<T>> work, Lane lane, LockKey[] locks) : WriteUnit(lane, locks)
{
    private readonly TaskCompletionSource<Result<T>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Result<T> _result;

    public Task<Result<T>> Done => _done.Task;

    public override bool Run(WriteSession session)
    {
        _result = work(session);
        return _result.Ok;
    }

    public override void Complete()
    {
        End(_result.Problem?.Code ?? "committed");
        _done.TrySetResult(_result);
    }

    public override void Refuse(Problem problem)
    {
        End(problem.Code);
        _done.TrySetResult(problem);
    }

    public override void Fail(Exception exception)
    {
        End("failed");
        _done.TrySetException(exception);
    }
}

/// <summary>A bounded queue with two lanes; threads wait at it.</summary>
internal sealed class WriteQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<WriteUnit>[] _lanes = [new(), new()];
    private bool _closed;
    private int _trading;

    /// <summary>How many units of <see cref="Lane.Trade"/> are without an answer: those that wait and those that were taken.</summary>
    public int Trading => Volatile.Read(ref _trading);

    /// <summary>How many wait.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _lanes[0].Count + _lanes[1].Count;
            }
        }
    }

    /// <summary>False when the lane is full or the mall is closing.</summary>
    public bool TryAdd(WriteUnit unit)
    {
        lock (_gate)
        {
            var lane = _lanes[(int)unit.Lane];
            if (_closed || lane.Count >= capacity)
            {
                return false;
            }

            lane.Enqueue(unit);
            _trading += unit.Lane is Lane.Trade ? 1 : 0;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Waits for work in the lanes and takes up to <paramref name="most"/>; empty when closed and drained.</summary>
    public List<WriteUnit> Take(ReadOnlySpan<Lane> lanes, int most)
    {
        var batch = new List<WriteUnit>();
        lock (_gate)
        {
            while (true)
            {
                foreach (var lane in lanes)
                {
                    while (batch.Count < most && _lanes[(int)lane].TryDequeue(out var unit))
                    {
                        batch.Add(unit);
                    }
                }

                if (batch.Count > 0 || _closed)
                {
                    return batch;
                }

                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Says that what was taken has its answer.</summary>
    public void Answered(List<WriteUnit> batch)
    {
        lock (_gate)
        {
            _trading -= batch.Count(u => u.Lane is Lane.Trade);
        }
    }

    /// <summary>Takes no more; what waits is still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
