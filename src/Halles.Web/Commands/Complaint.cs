using System.Net.Sockets;
using Halles.Kernel.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Halles.Web.Commands;

/// <summary>Says in one line what stood in the way, and what to do about it.</summary>
internal static class Complaint
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int ReadOnlyDisk = 30; // EROFS

    /// <summary>The line for an exception; whatever is not known is named by its type and message.</summary>
    public static string Of(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (Known(e) is { } line)
            {
                return line.ReplaceLineEndings(" ");
            }
        }

        return $"This went wrong: {exception.GetType().Name}: {exception.Message}".ReplaceLineEndings(" ");
    }

    private static string? Known(Exception e) => e switch
    {
        CannotStart => e.Message,
        SqliteException lite => Of(lite),
        PostgresException postgres => Of(postgres),
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } => $"PostgreSQL does not answer: {e.InnerException.Message.TrimEnd('.')}. Start it, or correct --postgres.",
        NpgsqlException => $"PostgreSQL cannot be used: {e.Message.TrimEnd('.')}. Correct --postgres.",
        AddressInUseException => "The port is taken by another program. Stop that one, or choose another with --port.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "This user may not listen on that port. Choose one above 1023 with --port.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "This machine has no such address. Correct --listen.",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "The port is taken by another program. Stop that one, or choose another with --port.",
        IOException { HResult: NoSpaceLeft } => "No room is left on the disk. Free some and try again.",
        IOException { HResult: ReadOnlyDisk } => "The disk of the data folder is read-only. Mount it for writing, or name another folder with --data.",
        UnauthorizedAccessException => $"{e.Message.TrimEnd('.')}. Give this user the right to it, or name another folder with --data.",
        _ => null,
    };

    private static string Of(SqliteException e) => e.SqliteErrorCode switch
    {
        13 => "No room is left on the disk of the data folder. Free some and try again.",
        8 or 14 or 23 => $"The database in the data folder cannot be opened for this ({Reason(e)}). Give this user the right to read and write the folder, or name another with --data.",
        11 or 26 => $"The database in the data folder is damaged, or is none ({Reason(e)}). Restore a backup.",
        10 => $"The disk of the data folder failed ({Reason(e)}). Look at the system's log.",
        _ => $"The database in the data folder cannot be used ({Reason(e)}).",
    };

    private static string Of(PostgresException e) => e.SqlState switch
    {
        "28P01" or "28000" => $"PostgreSQL refused the user: {e.MessageText}. Correct --postgres.",
        "3D000" => $"PostgreSQL has no such database: {e.MessageText}. Make it with createdb, or correct --postgres.",
        "42501" => $"The PostgreSQL user lacks a right: {e.MessageText}. Give it the database: ALTER DATABASE … OWNER TO ….",
        "53100" => "No room is left on PostgreSQL's disk. Free some and try again.",
        "57P03" or "57P01" => $"PostgreSQL is not ready: {e.MessageText}. Try again in a moment.",
        _ => $"PostgreSQL refused ({e.SqlState}): {e.MessageText}.",
    };

    // "SQLite Error 14: 'unable to open database file'." → unable to open database file
    private static string Reason(SqliteException e) => e.Message.Split('\'') is [_, var reason, ..] ? reason : e.Message;
}
