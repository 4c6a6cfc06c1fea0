using Microsoft.Data.Sqlite;

namespace Halles.Kernel.Storage;

/// <summary>How connections to an SQLite file are set.</summary>
internal static class SqlitePragmas
{
    /// <summary>
    /// Durable at each commit; no memory map, whose I/O errors would be signals. The log is brought into the file every 32 MB:
    /// orders write the same few pages again and again, and each is then copied once.
    /// </summary>
    public static void ForWriting(SqliteConnection connection)
    {
        Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=8000;");
    }

    /// <summary>Puts <c>media.db</c>, where the originals of photos lie, beside the mall as schema <c>media</c>.</summary>
    public static void Attach(SqliteConnection connection, DataFolder folder, bool readOnly)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "ATTACH DATABASE $file AS media";
        command.Parameters.AddWithValue("$file", folder.Within("media.db"));
        command.ExecuteNonQuery();
        if (!readOnly)
        {
            Run(connection, "PRAGMA media.journal_mode=WAL; PRAGMA media.synchronous=FULL;");
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
