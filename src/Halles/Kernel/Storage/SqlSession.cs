using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Halles.Kernel.Storage;

/// <summary>
/// Plain SQL over one connection with its statements kept prepared: the hot paths' way to either engine, and the only
/// way to <c>storefront.db</c>. Placeholders are <c>$1 … $n</c>, the same on both. Not safe for two threads at once.
/// </summary>
public sealed class SqlSession(DbConnection connection, Engine engine) : IDisposable
{
    // Statements are written in code, so their number is bounded; a dynamic one must not pass through here in the thousands.
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>The engine behind it.</summary>
    public Engine Engine => engine;

    /// <summary>The connection, for what plain SQL cannot say.</summary>
    public DbConnection Connection => connection;

    /// <summary>Runs a statement and tells how many rows it touched.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> args) => Bind(sql, args).ExecuteNonQuery();

    /// <summary>The first column of the first row; default when there is no row or it is null.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<object?> args)
    {
        using var rows = Query(sql, args);
        return rows.Read() && !rows.IsNull(0) ? rows.Get<T>(0) : default;
    }

    /// <summary>The rows of a query, to be read once and disposed.</summary>
    public SqlRows Query(string sql, params ReadOnlySpan<object?> args) => new(Bind(sql, args).ExecuteReader());

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
    public string Among(int argument) => engine is Engine.Sqlite ? $"IN (SELECT unhex(value) FROM json_each(${argument}))" : $"= ANY(${argument})";

    /// <summary>Many ids as one argument for <see cref="Among"/>.</summary>
    public object Ids(IEnumerable<Guid> ids) => engine is Engine.Sqlite ? $"[{string.Join(',', ids.Select(id => $"\"{id:N}\""))}]" : ids.ToArray();

    /// <summary>Many hashes, hexadecimal, as one argument for <see cref="Among"/>.</summary>
    public object Hashes(IEnumerable<string> hashes) => engine is Engine.Sqlite ? $"[{string.Join(',', hashes.Select(h => $"\"{h}\""))}]" : hashes.Select(Convert.FromHexString).ToArray();

    /// <summary>Runs queries that need nothing of each other: one round trip on PostgreSQL.</summary>
    public void ReadTogether(params ReadOnlySpan<SqlQuery> queries)
    {
        if (engine is Engine.Sqlite)
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

        using var batch = new NpgsqlBatch((NpgsqlConnection)connection) { Timeout = 0 };
        foreach (var query in queries)
        {
            batch.BatchCommands.Add(SqlBatch.Command(this, query.Sql, query.Args));
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
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _prepared.Clear();
    }

    private DbCommand Bind(string sql, ReadOnlySpan<object?> args)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = engine is Engine.Sqlite ? command.CommandTimeout : 0; // SQLite's is how long it waits for a lock, and set with the connection
            for (var i = 0; i < args.Length; i++)
            {
                command.Parameters.Add(engine is Engine.Sqlite ? new SqliteParameter { ParameterName = $"${i + 1}" } : new NpgsqlParameter());
            }

            _prepared.Add(sql, command);
        }

        for (var i = 0; i < args.Length; i++)
        {
            Set(command.Parameters[i], args[i]);
        }

        return command;
    }

    internal object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.Micros(),
        Enum word => word.ToString(),
        Guid id when engine is Engine.Sqlite => id.ToByteArray(bigEndian: true),
        _ => value,
    };

    private void Set(DbParameter parameter, object? value)
    {
        parameter.Value = Stored(value);
        if (parameter is SqliteParameter lite)
        {
            lite.ResetSqliteType(); // a parameter remembers the type of its last value
        }
        else if (parameter is NpgsqlParameter postgres && value is null)
        {
            postgres.ResetDbType();
        }
    }
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
        _batch.BatchCommands.Add(Command(sql, statement, args));
        return this;
    }

    internal static NpgsqlBatchCommand Command(SqlSession sql, string statement, ReadOnlySpan<object?> args)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var arg in args)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = sql.Stored(arg) });
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
public sealed class SqlRows(DbDataReader reader) : IDisposable
{
    /// <summary>Steps to the next row; false at the end.</summary>
    public bool Read() => reader.Read();

    /// <summary>True when the column is null in this row.</summary>
    public bool IsNull(int column) => reader.IsDBNull(column);

    /// <summary>A column as text.</summary>
    public string Text(int column) => reader.GetString(column);

    /// <summary>A column as text, or null.</summary>
    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A column as a whole number.</summary>
    public long Long(int column) => reader.GetInt64(column);

    /// <inheritdoc cref="Long"/>
    public int Int(int column) => reader.GetInt32(column);

    /// <summary>A column as yes or no.</summary>
    public bool Bool(int column) => reader.GetBoolean(column);

    /// <summary>A column as bytes.</summary>
    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>A column as an id.</summary>
    public Guid Id(int column) => reader is SqliteDataReader ? new Guid(reader.GetFieldValue<byte[]>(column), bigEndian: true) : reader.GetGuid(column);

    /// <summary>A column as an id, or null.</summary>
    public Guid? IdOrNull(int column) => reader.IsDBNull(column) ? null : Id(column);

    /// <summary>A column as an instant.</summary>
    public DateTimeOffset Instant(int column) => Instants.FromMicros(reader.GetInt64(column));

    /// <summary>A column as an instant, or null.</summary>
    public DateTimeOffset? InstantOrNull(int column) => reader.IsDBNull(column) ? null : Instant(column);

    /// <summary>A column as a word of an enumeration.</summary>
    public T Word<T>(int column)
        where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));

    /// <summary>A column as JSON.</summary>
    public T Json<T>(int column) => System.Text.Json.JsonSerializer.Deserialize<T>(reader.GetString(column), Kernel.Json.Stored)!;

    public void Dispose() => reader.Dispose();

    internal T Get<T>(int column) =>
        typeof(T) == typeof(Guid) ? (T)(object)Id(column)
        : typeof(T) == typeof(DateTimeOffset) ? (T)(object)Instant(column)
        : reader.GetFieldValue<T>(column);
}
