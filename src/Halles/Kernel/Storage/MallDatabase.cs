using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Halles.Kernel.Storage;

/// <summary>
/// Opens connections to the system of record. On SQLite there is one writing connection in one process, made here for
/// the <see cref="MallWriter"/>; everybody else reads, and readers never checkpoint (decision 0004).
/// </summary>
public sealed class MallDatabase : IDisposable
{
    private const int LockSeconds = 5; // another program may hold the file or a table; longer than this nobody waits for an answer

    private readonly SqlReaders _readers;
    private bool _media;
    private readonly string _readOwn;
    private readonly string _read;
    private readonly string _write;
    private readonly PostgresSource? _postgres;
    private readonly Lazy<DbContextOptions<MallDb>> _readOptions; // who only looks round never needs EF, and starts without it

    /// <param name="folder">The data folder; holds the SQLite files when <paramref name="postgres"/> is null.</param>
    /// <param name="postgres">A PostgreSQL connection string, or null for SQLite.</param>
    public MallDatabase(DataFolder folder, string? postgres)
    {
        Folder = folder;
        Engine = postgres is null ? Engine.Sqlite : Engine.PostgreSql;
        var file = folder.Within("mall.db");
        _write = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, ForeignKeys = true, DefaultTimeout = LockSeconds }.ToString();
        _read = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 0 }.ToString();
        _readers = new SqlReaders(() => new SqlSession(OpenFile(), Engine.Sqlite));
        _readOwn = new SqliteConnectionStringBuilder(_read) { Pooling = false }.ToString();
        if (postgres is not null)
        {
            _postgres = new PostgresSource(postgres, LockSeconds);
        }

        _readOptions = new(() => Options(b => _ = _postgres is null ? b.UseSqlite(_read) : b.UseNpgsql(_postgres.Data), tracking: false));
    }

    /// <summary>The folder of this mall, or of this node's own files on PostgreSQL.</summary>
    public DataFolder Folder { get; }

    /// <summary>Which engine it is.</summary>
    public Engine Engine { get; }

    /// <summary>A context for reading: nothing is tracked, and nothing it holds can be saved.</summary>
    public MallDb Read() => new(_readOptions.Value);

    /// <summary>Has EF make its model of the tables in the background: about a second's work, which else comes at the first use.</summary>
    public Task PrepareModel() => Task.Run(() =>
    {
        using var db = Read();
        _ = db.Model;
    });

    /// <summary>Reads by plain SQL.</summary>
    public T Read<T>(Func<SqlSession, T> work)
    {
        if (_postgres is null && (_media = _media || File.Exists(Folder.Within("media.db")))) // one that came before it would never see it
        {
            return _readers.Read(work);
        }

        using var connection = _postgres is null ? OpenFile() : (DbConnection)_postgres.Open(); // the driver keeps PostgreSQL's, and their statements
        using var sql = new SqlSession(connection, Engine);
        return work(sql);
    }

    /// <summary>The writing connection; on SQLite to be called once in a process, by the one who writes.</summary>
    internal DbConnection OpenWrite()
    {
        if (_postgres is not null)
        {
            return _postgres.Open();
        }

        if (!Folder.Writable)
        {
            throw new InvalidOperationException("Only the holder of the folder's lock writes.");
        }

        var connection = new SqliteConnection(_write);
        connection.Open();
        SqlitePragmas.ForWriting(connection);
        SqlitePragmas.Attach(connection, Folder, readOnly: false);
        return connection;
    }

    /// <summary>A tracking context over a connection that is already in a transaction.</summary>
    internal static DbContextOptions<MallDb> Over(DbConnection connection) => Options(
        b => _ = connection is SqliteConnection ? b.UseSqlite(connection) : b.UseNpgsql(connection),
        tracking: true);

    public void Dispose()
    {
        _readers.Dispose();
        _postgres?.Dispose();
        if (_postgres is null)
        {
            using var any = new SqliteConnection(_read);
            SqliteConnection.ClearPool(any);
        }
    }

    private SqliteConnection OpenFile()
    {
        var connection = new SqliteConnection(_readOwn);
        connection.Open();
        if (_media)
        {
            SqlitePragmas.Attach(connection, Folder, readOnly: true);
        }

        return connection;
    }

    private static DbContextOptions<MallDb> Options(Action<DbContextOptionsBuilder<MallDb>> engine, bool tracking)
    {
        var builder = new DbContextOptionsBuilder<MallDb>();
        engine(builder);
        builder.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning)); // no snapshot: migrations are written by hand
        builder.UseQueryTrackingBehavior(tracking ? QueryTrackingBehavior.TrackAll : QueryTrackingBehavior.NoTracking);
        return builder.Options;
    }
}
