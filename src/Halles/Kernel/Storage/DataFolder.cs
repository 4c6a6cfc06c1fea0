using System.Security.Cryptography;
using System.Text;

namespace Halles.Kernel.Storage;

/// <summary>
/// The folder that holds a mall: <c>mall.db</c> and <c>media.db</c> (SQLite), <c>storefront-*.db</c>, the photo cache,
/// the secret and the socket of the running server. Whoever writes holds its lock, so that exactly one process does.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream? _lock;

    private DataFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>True when this process may write here.</summary>
    public bool Writable => _lock is not null;

    /// <summary>
    /// Where the running server listens for the command line. Unix allows some hundred bytes for it: a folder with a
    /// longer name has its socket among the temporary files.
    /// </summary>
    public string Socket => Encoding.UTF8.GetByteCount(Within("halles.sock")) <= 100
        ? Within("halles.sock")
        : System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"halles-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)).AsSpan(0, 8))}.sock");

    /// <summary>The path of a file in the folder.</summary>
    public string Within(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the folder for writing, makes it if missing. Null when another process holds it.</summary>
    /// <exception cref="CannotStart">The folder cannot be made or written.</exception>
    public static DataFolder? TryLock(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            return FileLock.TryTake(System.IO.Path.Combine(path, "halles.lock")) is { } held ? new DataFolder(path, held) : null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CannotStart($"The folder {path} cannot be written. Give this user the right to write there, or name another with --data.");
        }
        catch (IOException e)
        {
            throw new CannotStart($"The folder {path} cannot be used: {e.Message.TrimEnd('.')}. Free some space or name another with --data.");
        }
    }

    /// <summary>Opens the folder for reading beside whoever writes.</summary>
    public static DataFolder ForReading(string path) => new(System.IO.Path.GetFullPath(path), null);

    public void Dispose() => _lock?.Dispose();
}
