using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Storage;

namespace Halles.Kernel.Auditing;

/// <summary>Who did what to which subject. Personal data in the details is sealed under the person's own key.</summary>
/// <param name="Actor">The person who acted; null for the mall itself.</param>
/// <param name="Action">Verb and noun, kebab-case: <c>approve-shop</c>.</param>
/// <param name="ShopId">The shop whose it is; <see cref="Guid.Empty"/> when it is the mall's own.</param>
/// <param name="Details">What changed, as short text without personal data, or sealed.</param>
public sealed record AuditEntry(Guid? Actor, string Action, Guid ShopId, Guid Subject, string Details = "");

/// <summary>A kept entry with its place in the chain.</summary>
public sealed record AuditRow(long Number, DateTimeOffset At, AuditEntry Entry, byte[] Hash);

/// <summary>Which entries of the log: all, narrowed by what is given.</summary>
public sealed record AuditQuery
{
    /// <summary>Of these people; null for everybody and the mall itself.</summary>
    public IReadOnlyList<Guid>? Actors { get; init; }

    /// <summary>Of one kind, such as <c>approve-shop</c>.</summary>
    public string? Action { get; init; }

    public Guid? Shop { get; init; }

    /// <summary>The first moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The moment before which.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Older than the entry of this number: the next page.</summary>
    public long Before { get; init; } = long.MaxValue;

    // Between two moments the log is read along the index of its moments, else along its numbers: nothing that is newer is passed over.
    internal string Order => IsDated ? "at DESC, number DESC" : "number DESC";

    private bool IsDated => From is not null || To is not null;

    internal (string Where, List<object?> Args) Where()
    {
        var after = IsDated && Before < long.MaxValue ? "(at, number) < (SELECT b.at, b.number FROM audit b WHERE b.number = $1)" : "number < $1";
        var (where, args) = (new StringBuilder(after), new List<object?> { Before });
        if (Actors is { } actors)
        {
            where.Append(" AND actor IN (").AppendJoin(", ", actors.Select(a => Next(a)).DefaultIfEmpty("NULL")).Append(')');
        }

        And("action =", Action);
        And("shop_id =", Shop);
        And("at >=", From);
        And("at <", To);
        return (where.ToString(), args);

        void And(string asks, object? value)
        {
            if (value is not null)
            {
                where.Append(" AND ").Append(asks).Append(' ').Append(Next(value));
            }
        }

        string Next(object value)
        {
            args.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${args.Count}");
        }
    }
}

/// <summary>
/// The audit: append-only by trigger, and each row's hash covers the row before it, so that a change or a gap shows
/// (rules.md, invariant 12).
/// </summary>
public sealed class AuditLog(MallDatabase database)
{
    private const string Columns = "number, at, actor, action, shop_id, subject, details, hash";

    /// <summary>What is asked for, newest first.</summary>
    public List<AuditRow> Find(AuditQuery query, int most) => database.Read(sql =>
    {
        var (where, args) = query.Where();
        return sql.List($"SELECT {Columns} FROM audit WHERE {where} ORDER BY {query.Order} LIMIT ${args.Count + 1}", Row, [.. args, most]);
    });

    /// <summary>The kinds of action that stand in the log, in order.</summary>
    public List<string> Actions() => database.Read(sql => sql.List(
        """
        WITH RECURSIVE named(action) AS (
            SELECT min(action) FROM audit
            UNION ALL SELECT (SELECT min(a.action) FROM audit a WHERE a.action > named.action) FROM named WHERE named.action IS NOT NULL)
        SELECT action FROM named WHERE action IS NOT NULL
        """, r => r.Text(0))); // from one to the next along the index, however long the log is

    /// <summary>Recomputes the chain from its start: how many rows there are, and the first that does not fit.</summary>
    public static (long Rows, long? Broken) Verify(SqlSession sql)
    {
        using var rows = sql.Query($"SELECT {Columns} FROM audit ORDER BY number");
        var previous = Array.Empty<byte>();
        long count = 0;
        while (rows.Read())
        {
            var row = Row(rows);
            if (row.Number != ++count || !row.Hash.AsSpan().SequenceEqual(Hash(previous, row.Number, row.At, row.Entry)))
            {
                return (count, row.Number);
            }

            previous = row.Hash;
        }

        return (count, null);
    }

    internal static void Append(WriteSession session, List<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var sql = session.Sql;
        if (session.Engine is Engine.PostgreSql)
        {
            sql.Execute("SELECT pg_advisory_xact_lock($1)", 0x61756469_74L); // one chain: one writer at a time
        }

        var (number, previous) = (0L, Array.Empty<byte>());
        using (var last = sql.Query("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"))
        {
            if (last.Read())
            {
                (number, previous) = (last.Long(0), last.Bytes(1));
            }
        }

        foreach (var e in entries)
        {
            previous = Hash(previous, ++number, session.Now, e);
            sql.Execute(
                $"INSERT INTO audit ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                number, session.Now, e.Actor, e.Action, e.ShopId, e.Subject, e.Details, previous);
        }
    }

    private static AuditRow Row(SqlRows r) =>
        new(r.Long(0), r.Instant(1), new AuditEntry(r.IdOrNull(2), r.Text(3), r.Id(4), r.Id(5), r.Text(6)), r.Bytes(7));

    private static byte[] Hash(byte[] previous, long number, DateTimeOffset at, AuditEntry e)
    {
        // Lengths stand before the texts, so that no two entries spell the same bytes.
        var text = $"{number}|{at.Micros()}|{e.Actor}|{e.Action.Length}:{e.Action}|{e.ShopId}|{e.Subject}|{e.Details.Length}:{e.Details}";
        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(text)]);
    }
}
