using Microsoft.EntityFrameworkCore;

namespace Halles.Kernel.Storage;

/// <summary>Brings the database to the program's schema.</summary>
public static class Migrator
{
    /// <summary>Migrations that the database still lacks, in order; all of them when there is no database yet.</summary>
    /// <exception cref="CannotStart">The database was written by a newer program.</exception>
    public static List<string> Pending(MallDatabase database)
    {
        using var db = database.Engine is Engine.Sqlite && !File.Exists(database.Folder.Within("mall.db")) ? null : database.Read();
        var known = Known(database);
        var applied = db is null ? [] : db.Database.GetAppliedMigrations().ToList();
        return applied.Except(known).ToList() is [var foreign, ..]
            ? throw new CannotStart($"This mall was written by a newer Halles (it has {foreign}). Start that version, or restore a backup made before the upgrade.")
            : known.Except(applied).ToList();
    }

    /// <summary>
    /// Migrates. A process killed while migrating leaves EF's lock row behind and the next would wait for ever; whoever
    /// holds the folder's lock (SQLite) or our advisory lock (PostgreSQL) may remove it.
    /// </summary>
    public static void Migrate(MallDatabase database)
    {
        if (Pending(database).Count == 0)
        {
            return;
        }

        using var connection = database.OpenWrite();
        using var sql = new SqlSession(connection, database.Engine);
        if (database.Engine is Engine.Sqlite)
        {
            sql.Execute("CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)");
            sql.Execute("DELETE FROM \"__EFMigrationsLock\"");
        }
        else
        {
            sql.Execute("SELECT pg_advisory_lock($1)", 0x68616c6c_6573L);
        }

        using var db = new MallDb(MallDatabase.Over(connection));
        db.Database.Migrate();
        if (database.Engine is Engine.PostgreSql)
        {
            sql.Execute("SELECT pg_advisory_unlock($1)", 0x68616c6c_6573L);
        }
    }

    private static List<string> Known(MallDatabase database)
    {
        using var db = database.Read();
        return [.. db.Database.GetMigrations()];
    }
}
