namespace Halles.Mall.Backups;

/// <summary>Files that are whole or not there.</summary>
internal static class Disk
{
    /// <summary>Writes a file beside its place, durably, and puts it there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var half = path + ".half";
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }

    /// <summary>Copies a file in the same way.</summary>
    public static void Copy(string from, string to)
    {
        var half = to + ".half";
        using (var source = File.OpenRead(from))
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            source.CopyTo(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, to, overwrite: true);
    }
}
