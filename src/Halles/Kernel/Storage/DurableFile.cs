using System.Runtime.InteropServices;

namespace Halles.Kernel.Storage;

/// <summary>Files that are whole or not there, also after a loss of power: written beside their place, synced, and then named.</summary>
internal static class DurableFile
{
    /// <summary>Writes a file in place of what may be there.</summary>
    /// <param name="mode">Who may read and write it; null for the usual.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null)
    {
        using (var file = Half(path, mode))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        Name(path);
    }

    /// <summary>Copies a file in the same way.</summary>
    public static void Copy(string from, string to)
    {
        using (var source = File.OpenRead(from))
        using (var file = Half(to, null))
        {
            source.CopyTo(file);
            file.Flush(flushToDisk: true);
        }

        Name(to);
    }

    /// <summary>Makes the names in a folder durable; .NET has no call for that.</summary>
    public static void SyncNames(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS keeps names by itself
        }

        var directory = open(folder, 0);
        var synced = directory >= 0 && fsync(directory) == 0;
        var error = Marshal.GetLastPInvokeError();
        _ = close(directory);
        _ = synced ? true : throw new IOException($"{folder} could not be synced: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    private static FileStream Half(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new FileStream(path + ".half", options);
    }

    private static void Name(string path)
    {
        File.Move(path + ".half", path, overwrite: true);
        SyncNames(Path.GetDirectoryName(path)!);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int file);

    [DllImport("libc")]
    private static extern int close(int file);
}
