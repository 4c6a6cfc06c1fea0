using System.Collections.Concurrent;

namespace Halles.Kernel.Storage;

/// <summary>Readers of an SQLite file, kept with their statements prepared: preparing costs more than most reading.</summary>
/// <param name="open">Opens one more.</param>
internal sealed class SqlReaders(Func<SqlSession> open) : IDisposable
{
    private readonly ConcurrentBag<SqlSession> _idle = [];

    /// <summary>Reads. One that failed is not used again.</summary>
    public T Read<T>(Func<SqlSession, T> work)
    {
        var sql = _idle.TryTake(out var kept) ? kept : open();
        T read;
        try
        {
            read = work(sql);
        }
        catch
        {
            Close(sql);
            throw;
        }

        _idle.Add(sql);
        return read;
    }

    /// <summary>Closes those that nobody reads with.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out var sql))
        {
            Close(sql);
        }
    }

    private static void Close(SqlSession sql)
    {
        using (sql.Connection)
        {
            sql.Dispose();
        }
    }
}
