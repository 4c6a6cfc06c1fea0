using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Media;
using Microsoft.Data.Sqlite;

namespace Halles.Mall.Backups;

/// <summary>What came of a backup.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Bytes">Of the records, without photos.</param>
/// <param name="Copied">Originals that were not there yet, or were damaged there.</param>
public sealed record BackupTaken(string Path, Manifest Manifest, long Bytes, int Copied);

/// <summary>
/// Copies a mall while it is open: one snapshot of its records, then the originals of photos, which are never deleted, so
/// that those which the records name are among them. It only reads, beside whoever writes, and holds up nobody. Killed in
/// the middle it leaves earlier backups as they are; run again, it keeps the originals that it finds whole.
/// </summary>
public static class TakeBackup
{
    /// <summary>Makes a backup in a folder of backups.</summary>
    /// <param name="postgres">The connection string of the mall's database; null on SQLite.</param>
    /// <param name="secret">The mall's; null while it has none, because nobody has opened it yet.</param>
    /// <exception cref="CannotStart">Another backup is being made there, or a tool is missing or failed.</exception>
    public static async Task<BackupTaken> Into(string folder, MallDatabase database, string? postgres, Secret? secret, TimeProvider clock, IProgress<(int Done, int Of)> progress, CancellationToken stop)
    {
        using var backups = BackupFolder.ForWriting(Path.GetFullPath(folder));
        var unfinished = backups.Unfinished;
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        Directory.CreateDirectory(unfinished);
        var began = clock.GetUtcNow();
        var records = Path.Combine(unfinished, Manifest.RecordsOf(database.Engine));
        if (postgres is null)
        {
            CopyFile(database, records);
        }
        else
        {
            await PostgresTools.Dump(postgres, records, stop).ConfigureAwait(false);
        }

        var (originals, copied) = database.Read(sql => CopyOriginals(sql, backups, progress, stop));
        var manifest = new Manifest(database.Engine, Migrator.Applied(database)[^1], began, secret is null ? null : Manifest.MarkOf(secret), originals);
        manifest.Write(unfinished);
        Checksums.Write(unfinished);
        var bytes = new FileInfo(records).Length;
        return new BackupTaken(backups.Finish(began), manifest, bytes, copied);
    }

    // SQLite's online backup, in one step: a snapshot, which no write waits for; it ends as one plain file.
    private static void CopyFile(MallDatabase database, string path)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        database.Read(source =>
        {
            ((SqliteConnection)source.Connection).BackupDatabase(copy);
            return true;
        });
        using var sql = new SqlSession(copy, Engine.Sqlite);
        _ = sql.Scalar<string>("PRAGMA journal_mode=DELETE");
        if (sql.Scalar<string>("PRAGMA integrity_check") is var found and not "ok")
        {
            throw new CannotStart($"The database is damaged: {found}. Restore an earlier backup.");
        }
    }

    private static (int Originals, int Copied) CopyOriginals(SqlSession sql, BackupFolder backups, IProgress<(int Done, int Of)> progress, CancellationToken stop)
    {
        using var list = new FileStream(Path.Combine(backups.Unfinished, Manifest.Photos), FileMode.Create);
        var (of, done, copied) = (sql.Scalar<int>("SELECT count(*) FROM media.originals"), 0, 0);
        foreach (var row in OriginalRow.All(sql))
        {
            stop.ThrowIfCancellationRequested();
            if (backups.Original(row.Hash) is null)
            {
                var content = row.Content(sql);
                if (MediaStore.HashOf(content) != row.Hash)
                {
                    throw new CannotStart($"The photo {row.Hash} is damaged in the mall itself. Restore an earlier backup.");
                }

                backups.Keep(row.Hash, content);
                copied++;
            }

            list.Write(JsonSerializer.SerializeToUtf8Bytes(row, Json.Stored));
            list.WriteByte((byte)'\n');
            progress.Report((++done, Math.Max(of, done)));
        }

        list.Flush(flushToDisk: true);
        return (done, copied);
    }
}
