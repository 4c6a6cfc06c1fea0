using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Halles.Mall.Backups;

/// <summary>What came of a restore.</summary>
/// <param name="Path">The backup that was restored.</param>
/// <param name="Damaged">Originals of photos that are missing in the backup or not what they were, and were left out.</param>
public sealed record BackupRestored(string Path, Manifest Manifest, IReadOnlyList<string> Damaged);

/// <summary>
/// Brings a mall back into an empty folder (and an empty database on PostgreSQL) from a backup whose checksums agree. A
/// mark in the folder says that it is not done: nobody opens such a mall, and the same restore, run again, goes on.
/// </summary>
public static class RestoreBackup
{
    /// <summary>The file that marks a folder in which a restore is not done.</summary>
    public const string Mark = "restore.unfinished";

    private const int Together = 20; // originals in one transaction

    /// <summary>Restores the backup that a path names, or the newest in it; the schema becomes this program's.</summary>
    /// <exception cref="CannotStart">There is none, it is damaged, newer than the program, of the other engine or of another mall's secret, or the target is not empty.</exception>
    public static async Task<BackupRestored> From(string path, DataFolder folder, string? postgres, IProgress<(int Done, int Of)> progress, CancellationToken stop)
    {
        var (backup, backups) = BackupFolder.Find(path);
        using var opened = backups;
        var manifest = Manifest.Read(backup);
        Fits(manifest, backup, postgres);
        HasSecret(manifest, folder);
        using var database = new MallDatabase(folder, postgres);
        Begin(backup, database);
        await Records(backup, manifest, database, postgres, stop).ConfigureAwait(false);
        var damaged = Originals(backup, manifest, backups, database, progress, stop);
        Migrator.Migrate(database);
        File.Delete(folder.Within(Mark));
        return new BackupRestored(backup, manifest, damaged);
    }

    private static void Fits(Manifest manifest, string backup, string? postgres)
    {
        if (manifest.Engine is Engine.Sqlite != postgres is null)
        {
            throw new CannotStart(postgres is null
                ? $"The backup {backup} is of PostgreSQL: name an empty database with --postgres."
                : $"The backup {backup} is of SQLite: leave out --postgres.");
        }

        if (!Migrator.Known.Contains(manifest.Schema))
        {
            throw new CannotStart($"The backup {backup} was written by a newer Halles (it has {manifest.Schema}). Restore it with that version.");
        }
    }

    // A mall with another secret would let nobody sign in, and the first start would make one in silence.
    private static void HasSecret(Manifest manifest, DataFolder folder)
    {
        if (manifest.Secret is null)
        {
            return;
        }

        if (!Secret.IsThere(folder))
        {
            throw new CannotStart($"The mall's secret is missing, which is in no backup. Put your copy of it into {folder.Within("secret")}, or set HALLES_SECRET.");
        }

        if (Manifest.MarkOf(Secret.Load(folder)) != manifest.Secret)
        {
            throw new CannotStart("The secret here is not that of the mall in the backup. Put in the right one: without it nobody could sign in.");
        }
    }

    private static void Begin(string backup, MallDatabase database)
    {
        var mark = database.Folder.Within(Mark);
        if (File.Exists(mark))
        {
            _ = File.ReadAllText(mark) == backup ? true : throw new CannotStart($"The restore of {File.ReadAllText(mark)} was not finished here. Run that again, or empty {database.Folder.Path} first.");
            return;
        }

        if (Directory.EnumerateFileSystemEntries(database.Folder.Path).FirstOrDefault(f => Path.GetFileName(f) is not ("halles.lock" or "secret")) is { } there)
        {
            throw new CannotStart($"{database.Folder.Path} is not empty: {Path.GetFileName(there)} is there. Name an empty folder with --data.");
        }

        if (database.Engine is Engine.PostgreSql && Tables(database) > 0)
        {
            throw new CannotStart("The PostgreSQL database is not empty. Make a new one with createdb, and name it with --postgres.");
        }

        DurableFile.Write(mark, System.Text.Encoding.UTF8.GetBytes(backup));
    }

    private static long Tables(MallDatabase database) =>
        database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"));

    private static async Task Records(string backup, Manifest manifest, MallDatabase database, string? postgres, CancellationToken stop)
    {
        var records = Path.Combine(backup, manifest.Records);
        if (postgres is null)
        {
            if (!File.Exists(database.Folder.Within("mall.db")))
            {
                DurableFile.Copy(records, database.Folder.Within("mall.db"));
            }

            return;
        }

        if (Tables(database) == 0)
        {
            await PostgresTools.Restore(postgres, records, stop).ConfigureAwait(false);
        }

        ChangeFeed.BeginEpoch(database);
    }

    private static List<string> Originals(string backup, Manifest manifest, BackupFolder backups, MallDatabase database, IProgress<(int Done, int Of)> progress, CancellationToken stop)
    {
        using var connection = database.OpenWrite();
        using var sql = new SqlSession(connection, database.Engine);
        if (connection is SqliteConnection)
        {
            sql.Execute(Ddl.For(Engine.Sqlite, KernelMigration.Originals));
        }

        var there = OriginalRow.All(sql).Select(o => o.Hash).ToHashSet(StringComparer.Ordinal);
        var rows = File.ReadLines(Path.Combine(backup, Manifest.Photos)).Select(l => JsonSerializer.Deserialize<OriginalRow>(l, Json.Stored)!);
        var (damaged, done) = (new List<string>(), there.Count);
        foreach (var some in rows.Where(o => !there.Contains(o.Hash)).Chunk(Together))
        {
            stop.ThrowIfCancellationRequested();
            sql.Execute("BEGIN");
            foreach (var row in some)
            {
                if (backups.Original(row.Hash) is { } content)
                {
                    row.PutBack(sql, content);
                }
                else
                {
                    damaged.Add(row.Hash);
                }
            }

            sql.Execute("COMMIT");
            progress.Report((done += some.Length, manifest.Originals));
        }

        return damaged;
    }
}
