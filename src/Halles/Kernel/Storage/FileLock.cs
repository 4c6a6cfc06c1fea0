namespace Halles.Kernel.Storage;

/// <summary>A file that one process at a time may hold open.</summary>
internal static class FileLock
{
    /// <summary>Takes it, and makes it if missing; null when another process holds it.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is 11 or 13 or 35 || e.Message.Contains("being used by another process", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
