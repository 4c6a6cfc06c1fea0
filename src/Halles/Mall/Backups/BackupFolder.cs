using System.Globalization;
using Halles.Kernel.Storage;
using Halles.Mall.Media;

namespace Halles.Mall.Backups;

/// <summary>
/// Where backups lie: a folder for each, named by the moment it began, and the originals of photos that they share, each
/// under its hash, so that the next backup copies only new ones. What is being made is called <c>unfinished</c>.
/// </summary>
internal sealed class BackupFolder : IDisposable
{
    private readonly string _path;
    private readonly FileStream? _lock;

    private BackupFolder(string path, FileStream? held) => (_path, _lock) = (path, held);

    /// <summary>Where the next one is made.</summary>
    public string Unfinished => Path.Combine(_path, "unfinished");

    /// <summary>Opens the folder for one who makes a backup, and makes it if missing.</summary>
    /// <exception cref="CannotStart">Another backup is being made there.</exception>
    public static BackupFolder ForWriting(string path)
    {
        Directory.CreateDirectory(path);
        return FileLock.TryTake(Path.Combine(path, "backup.lock")) is { } held
            ? new BackupFolder(path, held)
            : throw new CannotStart($"Another backup is being made into {path}. Wait until it has ended.");
    }

    /// <summary>Finds a backup: the one that the path names, or the newest in it.</summary>
    /// <exception cref="CannotStart">There is none.</exception>
    public static (string Backup, BackupFolder Folder) Find(string path)
    {
        path = Path.GetFullPath(path);
        var found = IsWhole(path) ? path : Directory.Exists(path) ? Directory.GetDirectories(path).Where(IsWhole).Max(StringComparer.Ordinal) : null;
        return found is null
            ? throw new CannotStart($"There is no backup in {path}. Name the folder that halles backup wrote to, or one of the backups in it.")
            : (found, new BackupFolder(Path.GetDirectoryName(found)!, null));
    }

    /// <summary>Gives the finished backup its name: from now on it is one.</summary>
    public string Finish(DateTimeOffset began)
    {
        var name = Path.Combine(_path, began.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss-fff'Z'", CultureInfo.InvariantCulture));
        Directory.Move(Unfinished, name);
        DurableFile.SyncNames(_path);
        return name;
    }

    /// <summary>The bytes of an original; null when they are missing or are not what their name says.</summary>
    public byte[]? Original(string hash)
    {
        var file = FileOf(hash);
        return File.Exists(file) && File.ReadAllBytes(file) is var bytes && MediaStore.HashOf(bytes) == hash ? bytes : null;
    }

    /// <summary>Keeps an original.</summary>
    public void Keep(string hash, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FileOf(hash))!);
        DurableFile.Write(FileOf(hash), content);
    }

    public void Dispose() => _lock?.Dispose();

    private static bool IsWhole(string folder) => Path.GetFileName(folder) != "unfinished" && File.Exists(Path.Combine(folder, Checksums.File));

    private string FileOf(string hash) => Path.Combine(_path, "originals", hash[..2], hash);
}
