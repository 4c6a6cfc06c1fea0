using Microsoft.Data.Sqlite;
using Npgsql;

namespace Halles.Kernel.Storage;

/// <summary>How writing can fail for no fault of the caller.</summary>
public static class StorageProblems
{
    /// <summary>The queue of waiting writes is full; answered at once, with <c>Retry-After</c>.</summary>
    public static readonly Problem Busy = new("busy", 503, "The mall is very busy. Nothing was lost; please try again in a moment.");

    /// <summary>The database does not take writes now, or did not tell whether it took this one.</summary>
    public static readonly Problem Unavailable = new("unavailable", 503, "The mall cannot write this down right now. Looking around still works; please try again in a moment.");

    /// <summary>No room left on the disk.</summary>
    public static readonly Problem NoSpace = new("no-space", 507, "The mall has run out of storage. Nothing was lost; please try again later.");

    /// <summary>The same idempotency key came with another body.</summary>
    public static readonly Problem KeyReused = new("idempotency-key-reused", 422, "This key was already used for something else. Send the request again with a new key.");

    /// <summary>Somebody else changed it in between.</summary>
    public static readonly Problem Stale = new("stale", 409, "Somebody else has changed this meanwhile. Look at the present state and try again.");

    /// <summary>What an exception of the database says of the database itself: full, or not to be had. Null for any other, which is a bug.</summary>
    public static Problem? Of(Exception e) =>
        Find<SqliteException>(e) is { } lite ? lite.SqliteErrorCode switch
        {
            13 => NoSpace,
            5 or 7 or 8 or 9 or 10 or 11 or 14 or 26 => Unavailable, // busy, no memory, read-only, interrupted, input or output failed, damaged, cannot be opened, is none
            _ => null,
        }
        : Find<PostgresException>(e) is { } postgres ? postgres.SqlState switch
        {
            "53100" => NoSpace,
            "55000" or "57P01" or "57P02" or "57P03" or "53300" or ['0', '8', ..] => Unavailable, // the database takes nobody, shuts down, fell, starts, is full, the connection broke
            _ => null,
        }
        : Find<NpgsqlException>(e) is null ? null : Unavailable; // the connection itself

    internal static T? Find<T>(Exception? e)
        where T : Exception
    {
        while (e is not null and not T)
        {
            e = e.InnerException;
        }

        return (T?)e;
    }
}

/// <summary>The mall cannot start, said in one line that tells how to mend it.</summary>
public sealed class CannotStart(string message) : Exception(message);
