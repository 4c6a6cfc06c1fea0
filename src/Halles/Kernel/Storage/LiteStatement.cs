using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Halles.Kernel.Storage;

/// <summary>
/// A statement of SQLite's own, prepared once. The driver of ADO.NET looks each parameter up by its name and makes a reader for
/// each run: several times what a small statement itself costs, and an order is two dozen of them.
/// </summary>
internal sealed class LiteStatement : IDisposable
{
    private const int OnStack = 512;
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly bool _reads;
    private int[]? _places;
    private bool _open;

    public LiteStatement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            _statement.Dispose();
            throw new ArgumentException("One statement at a time.", nameof(sql));
        }

        _reads = raw.sqlite3_stmt_readonly(_statement) != 0;
    }

    /// <summary>Runs it to its end and tells how many rows it touched.</summary>
    public int Run(ReadOnlySpan<object?> args)
    {
        Open(args);
        try
        {
            while (Step())
            {
                // rows that nobody asked for
            }

            return _reads ? -1 : raw.sqlite3_changes(_db);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Begins a run whose rows are stepped through; <see cref="Close"/> ends it.</summary>
    public void Open(ReadOnlySpan<object?> args)
    {
        if (_open)
        {
            throw new InvalidOperationException("The rows of this statement are still being read.");
        }

        _places ??= Places(args.Length);
        if (args.Length != _places.Length)
        {
            throw new ArgumentException($"The statement was given {_places.Length} values before, and now {args.Length}.", nameof(args));
        }

        for (var i = 0; i < args.Length; i++)
        {
            if (_places[i] > 0)
            {
                Check(Bind(_places[i], args[i]));
            }
        }

        _open = true;
    }

    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return code == raw.SQLITE_ROW;
        }

        Check(code);
        return false;
    }

    public void Close()
    {
        if (_open)
        {
            _open = false;
            _ = raw.sqlite3_reset(_statement); // says again what the step said
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, Known(column));

    public double Double(int column) => raw.sqlite3_column_double(_statement, Known(column));

    // The bytes of a number are its text.
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, Known(column));

    public void Dispose() => _statement.Dispose();

    // $1 is a name to SQLite, whose place is where it first stands; one of PostgreSQL's alone has none.
    private int[] Places(int count)
    {
        var places = Enumerable.Range(1, count).Select(i => raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"${i}"))).ToArray();
        return places.Count(p => p > 0) == raw.sqlite3_bind_parameter_count(_statement) ? places : throw new ArgumentException($"{count} values are not enough for the statement.", nameof(count));
    }

    private int Known(int column) => IsNull(column) ? throw new InvalidOperationException($"Column {column} is null in this row.") : column;

    private int Bind(int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, place),
        string text => Bind(place, text),
        long or int or short or byte or uint => raw.sqlite3_bind_int64(_statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        bool yes => raw.sqlite3_bind_int64(_statement, place, yes ? 1 : 0),
        DateTimeOffset instant => raw.sqlite3_bind_int64(_statement, place, instant.Micros()),
        Guid id => Bind(place, id),
        Enum word => Bind(place, word.ToString()),
        byte[] bytes => bytes.Length == 0 ? raw.sqlite3_bind_zeroblob(_statement, place, 0) : raw.sqlite3_bind_blob(_statement, place, bytes),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        DateOnly date => Bind(place, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        decimal number => Bind(place, number.ToString(CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"No column keeps a {value.GetType().Name}."),
    };

    private int Bind(int place, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return raw.sqlite3_bind_blob(_statement, place, bytes);
    }

    private int Bind(int place, string text)
    {
        if (text.Length == 0)
        {
            return raw.sqlite3_bind_text(_statement, place, utf8z.FromString(text)); // an empty span would be null
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= OnStack)
        {
            Span<byte> few = stackalloc byte[OnStack];
            return raw.sqlite3_bind_text(_statement, place, few[..Encoding.UTF8.GetBytes(text, few)]);
        }

        var many = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return raw.sqlite3_bind_text(_statement, place, many.AsSpan(0, Encoding.UTF8.GetBytes(text, many)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(many);
        }
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            Close();
            SqliteException.ThrowExceptionForRC(code, _db);
        }
    }
}
