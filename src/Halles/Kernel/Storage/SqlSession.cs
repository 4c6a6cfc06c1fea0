using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Halles.Kernel.Storage;

/// <summary>
/// Plain SQL over one connection with its statements kept prepared: the hot paths' way to either engine, and the only
/// way to <c>storefront.db</c>. Placeholders are <c>$1 … $n</c>, the same on both. Not safe for two threads at once.
/// </summary>
public sealed class SqlSession : IDisposable
{
    private const int LongWaitMs = 60_000; // of a reader while the file's log is read again after a crash

    // Statements are written in code, so their number is bounded; a dynamic one must not pass through here in the thousands.
    private readonly Dictionary<string, LiteStatement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NpgsqlCommand> _commands = new(StringComparer.Ordinal);
    private readonly SqliteConnection? _lite;

    public SqlSession(DbConnection connection, Engine engine)
    {
        (Connection, Engine) = (connection, engine);
        if (connection is SqliteConnection lite)
        {
            _lite = lite;
            _ = SQLitePCL.raw.sqlite3_busy_timeout(lite.Handle!, lite.DefaultTimeout > 0 ? lite.DefaultTimeout * 1000 : LongWaitMs);
        }
    }

    /// <summary>The engine behind it.</summary>
    public Engine Engine { get; }

    /// <summary>The connection, for what plain SQL cannot say.</summary>
    public DbConnection Connection { get; }

    /// <summary>Runs a statement and tells how many rows it touched.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> args) => _lite is null ? Bind(sql, args).ExecuteNonQuery() : Statement(sql).Run(args);

    /// <summary>The first column of the first row; default when there is no row or it is null.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> args)
    {
        using var rows = Query(sql, args);
        return rows.Read() && !rows.IsNull(0) ? rows.Get<T>(0) : default;
    }

    /// <summary>The rows of a query, to be read once and disposed.</summary>
    public SqlRows Query(string sql, params ReadOnlySpan<object?> args)
    {
        if (_lite is null)
        {
            return new SqlRows(Bind(sql, args).ExecuteReader());
        }

        var statement = Statement(sql);
        statement.Open(args);
        return new SqlRows(statement);
    }

    /// <summary>All rows of a query, each turned into a value.</summary>
    public List<T> List<T>(string sql, Func<SqlRows, T> map, params ReadOnlySpan<object?> args)
    {
        using var rows = Query(sql, args);
        var list = new List<T>();
        while (rows.Read())
        {
            list.Add(map(rows));
        }

        return list;
    }

    /// <summary>
    /// A condition on a column that is one of many ids, which come as one argument made by <see cref="Ids"/>, so that one
    /// statement serves any number of them.
    /// </summary>
    public string Among(int argument) => Engine is Engine.Sqlite ? $"IN (SELECT unhex(value) FROM json_each(${argument}))" : $"= ANY(${argument})";

    /// <summary>The same for a column of text, whose argument is made by <see cref="Texts"/>.</summary>
    public string AmongTexts(int argument) => Engine is Engine.Sqlite ? $"IN (SELECT value FROM json_each(${argument}))" : $"= ANY(${argument})";

    /// <summary>Many texts as one argument for <see cref="AmongTexts"/>.</summary>
    public object Texts(IEnumerable<string> texts) => Engine is Engine.Sqlite ? System.Text.Json.JsonSerializer.Serialize(texts, Kernel.Json.Stored) : texts.ToArray();

    /// <summary>Many ids as one argument for <see cref="Among"/>.</summary>
    public object Ids(IEnumerable<Guid> ids) => Engine is Engine.Sqlite ? $"[{string.Join(',', ids.Select(id => $"\"{id:N}\""))}]" : ids.ToArray();

    /// <summary>Many hashes, hexadecimal, as one argument for <see cref="Among"/>.</summary>
    public object Hashes(IEnumerable<string> hashes) => Engine is Engine.Sqlite ? $"[{string.Join(',', hashes.Select(h => $"\"{h}\""))}]" : hashes.Select(Convert.FromHexString).ToArray();

    /// <summary>Runs queries that need nothing of each other: one round trip on PostgreSQL.</summary>
    public void ReadTogether(params ReadOnlySpan<SqlQuery> queries)
    {
        if (Engine is Engine.Sqlite)
        {
            foreach (var query in queries)
            {
                using var rows = Query(query.Sql, query.Args);
                while (rows.Read())
                {
                    query.Row(rows);
                }
            }

            return;
        }

        using var batch = new NpgsqlBatch((NpgsqlConnection)Connection) { Timeout = 0 };
        foreach (var query in queries)
        {
            batch.BatchCommands.Add(SqlBatch.Command(query.Sql, query.Args));
        }

        using var reader = batch.ExecuteReader();
        using var row = new SqlRows(reader);
        foreach (var query in queries)
        {
            while (row.Read())
            {
                query.Row(row);
            }

            reader.NextResult();
        }
    }

    /// <summary>Statements that go to the database together: one round trip on PostgreSQL.</summary>
    public SqlBatch Together() => new(this);

    /// <summary>Closes the prepared statements, not the connection.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _statements.Clear();
        _commands.Clear();
    }

    private LiteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new LiteStatement(_lite!.Handle!, sql));
        }

        return statement;
    }

    private NpgsqlCommand Bind(string sql, ReadOnlySpan<object?> args)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = new NpgsqlCommand(sql, (NpgsqlConnection)Connection) { CommandTimeout = 0 };
            for (var i = 0; i < args.Length; i++)
            {
                command.Parameters.Add(new NpgsqlParameter());
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < args.Length; i++)
        {
            command.Parameters[i].Value = Stored(args[i]);
            if (args[i] is null)
            {
                command.Parameters[i].ResetDbType();
            }
        }

        return command;
    }

    /// <summary>A value as PostgreSQL's driver takes it.</summary>
    internal static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.Micros(),
        Enum word => word.ToString(),
        _ => value,
    };
}

/// <summary>A query with what is done with each of its rows.</summary>
public sealed record SqlQuery(string Sql, Action<SqlRows> Row, params object?[] Args);

/// <summary>
/// Statements of one unit whose answers are only how many rows each touched. SQLite runs each at once; PostgreSQL gets
/// them in one round trip when <see cref="Run"/> is called, so nothing may read in between what they write.
/// </summary>
public sealed class SqlBatch(SqlSession sql)
{
    private readonly List<int> _touched = [];
    private NpgsqlBatch? _batch;

    /// <summary>Adds a statement.</summary>
    public SqlBatch Add(string statement, params ReadOnlySpan<object?> args)
    {
        if (sql.Engine is Engine.Sqlite)
        {
            _touched.Add(sql.Execute(statement, args));
            return this;
        }

        _batch ??= new NpgsqlBatch((NpgsqlConnection)sql.Connection) { Timeout = 0 };
        _batch.BatchCommands.Add(Command(statement, args));
        return this;
    }

    internal static NpgsqlBatchCommand Command(string statement, ReadOnlySpan<object?> args)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var arg in args)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = SqlSession.Stored(arg) });
        }

        return command;
    }

    /// <summary>Runs what was added and tells how many rows each statement touched, in order.</summary>
    public IReadOnlyList<int> Run()
    {
        if (_batch is { } batch)
        {
            batch.ExecuteNonQuery();
            foreach (var command in batch.BatchCommands)
            {
                _touched.Add(command.RecordsAffected);
            }

            batch.Dispose();
            _batch = null;
        }

        return _touched;
    }
}

/// <summary>A forward reader over the rows of a query that reads ids and instants as both engines keep them.</summary>
public sealed class SqlRows : IDisposable
{
    private readonly LiteStatement? _lite;
    private readonly DbDataReader? _reader;

    internal SqlRows(LiteStatement lite) => _lite = lite;

    internal SqlRows(DbDataReader reader) => _reader = reader;

    /// <summary>Steps to the next row; false at the end.</summary>
    public bool Read() => _lite?.Step() ?? _reader!.Read();

    /// <summary>True when the column is null in this row.</summary>
    public bool IsNull(int column) => _lite?.IsNull(column) ?? _reader!.IsDBNull(column);

    /// <summary>A column as text.</summary>
    public string Text(int column) => _lite?.Text(column) ?? _reader!.GetString(column);

    /// <summary>A column as text, or null.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>A column as a whole number.</summary>
    public long Long(int column) => _lite?.Long(column) ?? _reader!.GetInt64(column);

    /// <inheritdoc cref="Long"/>
    public int Int(int column) => _lite is null ? _reader!.GetInt32(column) : (int)_lite.Long(column);

    /// <summary>A column as yes or no.</summary>
    public bool Bool(int column) => _lite is null ? _reader!.GetBoolean(column) : _lite.Long(column) != 0;

    /// <summary>A column as bytes.</summary>
    public byte[] Bytes(int column) => _lite is null ? _reader!.GetFieldValue<byte[]>(column) : _lite.Bytes(column).ToArray();

    /// <summary>A column as an id.</summary>
    public Guid Id(int column) => _lite is null ? _reader!.GetGuid(column) : new Guid(_lite.Bytes(column), bigEndian: true);

    /// <summary>A column as an id, or null.</summary>
    public Guid? IdOrNull(int column) => IsNull(column) ? null : Id(column);

    /// <summary>A column as an instant.</summary>
    public DateTimeOffset Instant(int column) => Instants.FromMicros(Long(column));

    /// <summary>A column as an instant, or null.</summary>
    public DateTimeOffset? InstantOrNull(int column) => IsNull(column) ? null : Instant(column);

    /// <summary>A column as a word of an enumeration.</summary>
    public T Word<T>(int column)
        where T : struct, Enum => Enum.Parse<T>(Text(column));

    /// <summary>A column as JSON.</summary>
    public T Json<T>(int column) => _lite is null
        ? System.Text.Json.JsonSerializer.Deserialize<T>(_reader!.GetString(column), Kernel.Json.Stored)!
        : System.Text.Json.JsonSerializer.Deserialize<T>(_lite.Bytes(column), Kernel.Json.Stored)!;

    public void Dispose()
    {
        _lite?.Close();
        _reader?.Dispose();
    }

    internal T Get<T>(int column)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object value =
            type == typeof(Guid) ? Id(column)
            : type == typeof(DateTimeOffset) ? Instant(column)
            : _lite is null ? _reader!.GetFieldValue<T>(column)!
            : type == typeof(long) ? Long(column)
            : type == typeof(int) ? Int(column)
            : type == typeof(string) ? Text(column)
            : type == typeof(double) ? _lite.Double(column)
            : type == typeof(bool) ? Bool(column)
            : type == typeof(byte[]) ? Bytes(column)
            : throw new NotSupportedException($"No column is read as {type.Name}.");
        return (T)value;
    }
}
