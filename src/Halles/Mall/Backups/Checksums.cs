using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Storage;

namespace Halles.Mall.Backups;

/// <summary>
/// What the files of a backup must be, as <c>sha256sum --check</c> reads it. Written last: a folder that has them is a
/// whole backup.
/// </summary>
internal static class Checksums
{
    public const string File = "SHA256SUMS";

    /// <summary>Writes those of all files in a folder.</summary>
    public static void Write(string folder) => DurableFile.Write(
        Path.Combine(folder, File),
        Encoding.UTF8.GetBytes(string.Concat(Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Where(f => f != File).Order(StringComparer.Ordinal).Select(f => $"{Of(folder, f)}  {f}\n"))));

    /// <summary>The first file that is not what it was, or that must be among them and is not; null when all are whole.</summary>
    public static string? FirstBad(string folder, IEnumerable<string> needed)
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(folder, File));
        var named = lines.Select(l => l.Split("  ", 2)).Where(l => l.Length == 2).ToDictionary(l => Path.GetFileName(l[1]), l => l[0], StringComparer.Ordinal);
        return named.Count < lines.Length ? File
            : needed.FirstOrDefault(n => !named.ContainsKey(n))
            ?? named.FirstOrDefault(n => !System.IO.File.Exists(Path.Combine(folder, n.Key)) || Of(folder, n.Key) != n.Value).Key;
    }

    private static string Of(string folder, string name)
    {
        using var file = System.IO.File.OpenRead(Path.Combine(folder, name));
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
