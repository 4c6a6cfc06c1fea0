using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Testing;

/// <summary>
/// An empty mall on either engine, copied from a template that is migrated once per process. Tuesday 3 March 2026, nine
/// in the morning in Paris, unless the test sets the clock.
/// </summary>
internal sealed class TestMall : IDisposable
{
    private readonly string _folder;
    private readonly string? _databaseName;

    private TestMall(Engine engine)
    {
        _folder = Directory.CreateTempSubdirectory("halles-").FullName;
        _databaseName = engine is Engine.Sqlite ? null : "halles_" + Ids.New(TimeProvider.System).ToString("N");
        MallTemplate.Empty(engine).CopyTo(_folder, _databaseName);
        Database = new MallDatabase(DataFolder.TryLock(_folder)!, _databaseName is null ? null : PostgresServer.Database(_databaseName));
        Feed = new ChangeFeed(Database);
        Writer = new MallWriter(Database, Feed, Clock, NullLogger<MallWriter>.Instance);
    }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 3, 3, 8, 0, 0, TimeSpan.Zero));

    public MallDatabase Database { get; }

    public ChangeFeed Feed { get; }

    public MallWriter Writer { get; }

    public Secret Secret { get; } = new(new byte[32]);

    public string Folder => _folder;

    /// <summary>The connection string of its PostgreSQL database; null on SQLite.</summary>
    public string? Postgres => _databaseName is null ? null : PostgresServer.Database(_databaseName);

    /// <summary>Makes a mall; dispose it to remove it.</summary>
    public static TestMall On(Engine engine) => new(engine);

    /// <summary>Writes, and fails the test when refused.</summary>
    public async Task<T> Write<T>(Func<WriteSession, Result<T>> work, params LockKey[] locks)
    {
        var result = await Writer.Write(work, Lane.Trade, locks);
        return result.Ok ? result.Value : throw new InvalidOperationException($"Refused: {result.Problem!.Code}");
    }

    /// <summary>One figure of the database.</summary>
    public T? Scalar<T>(string sql, params object?[] args) => Database.Read(s => s.Scalar<T>(sql, args));

    /// <summary>Has PostgreSQL refuse the mall's database, and ends who is connected.</summary>
    public void TakeDown() => PostgresServer.Refuse(_databaseName!, true);

    /// <summary>Undoes <see cref="TakeDown"/>.</summary>
    public void BringBack() => PostgresServer.Refuse(_databaseName!, false);

    public void Dispose()
    {
        Writer.Dispose();
        Database.Dispose();
        Database.Folder.Dispose();
        if (_databaseName is not null)
        {
            PostgresServer.Drop(_databaseName);
        }

        Directory.Delete(_folder, recursive: true);
    }
}
