using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Kernel.Storage;

/// <summary>Brings the database to the program's schema.</summary>
public static class Migrator
{
    private static readonly Lazy<List<string>> KnownHere = new(() =>
        [.. typeof(Migrator).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)]);

    /// <summary>The migrations that this program knows, in order.</summary>
    public static IReadOnlyList<string> Known => KnownHere.Value;

    /// <summary>
    /// Migrations that the database still lacks, in order; all of them when there is no database yet. Asked at every
    /// start, so by plain SQL: EF would build its model first.
    /// </summary>
    /// <exception cref="CannotStart">The database was written by a newer program.</exception>
    public static List<string> Pending(MallDatabase database)
    {
        var applied = Applied(database);
        return applied.Except(Known).ToList() is [var foreign, ..]
            ? throw new CannotStart($"This mall was written by a newer Halles (it has {foreign}). Start that version, or restore a backup made before the upgrade.")
            : Known.Except(applied).ToList();
    }

    /// <summary>The migrations that the database has had; none when there is no database yet.</summary>
    public static List<string> Applied(MallDatabase database) =>
        database.Engine is Engine.Sqlite && !File.Exists(database.Folder.Within("mall.db")) ? [] : database.Read(sql =>
            sql.Scalar<long>(sql.Engine is Engine.Sqlite
                ? "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'"
                : "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '__EFMigrationsHistory'") == 0
                ? []
                : sql.List("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY 1", r => r.Text(0)));

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

        try
        {
            using var db = new MallDb(MallDatabase.Over(connection));
            db.Database.Migrate();
        }
        finally
        {
            if (database.Engine is Engine.PostgreSql)
            {
                sql.Execute("SELECT pg_advisory_unlock($1)", 0x68616c6c_6573L); // the connection goes back as it is
            }
        }
    }
}
