using System.Diagnostics;
using System.Globalization;

namespace Halles.Mall.Media;

/// <summary>
/// Debian's <c>vipsthumbnail</c> as a child process: decoding what strangers upload happens there, with limits on
/// memory, time and file size, and without loaders that its makers do not trust.
/// </summary>
internal static class Vips
{
    private const long MostMemory = 1_500_000_000; // bytes of address space; a progressive JPEG of 50 megapixels needs about a third
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);
    private static readonly string[] Programs = ["vipsthumbnail", "prlimit", "nice"];

    /// <summary>The program that is not installed; null when all are.</summary>
    public static string? Missing() => Programs.FirstOrDefault(p => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, p))));

    // Large sizes are for screens of fine pixels, which hide what a phone's line would have to carry.
    private static int Quality(int width) => width switch { <= 320 => 64, <= 480 => 60, <= 640 => 46, _ => 44 };

    /// <summary>Makes one size in a folder, turned upright, cropped to what draws the eye, in sRGB, without metadata; false when the photo cannot be decoded.</summary>
    /// <param name="folder">Holds the original; the child works there.</param>
    /// <param name="original">File name of the original.</param>
    /// <param name="result">File name of the result; its ending says the type.</param>
    public static async Task<bool> Make(string folder, string original, string result, int width, int height)
    {
        var options = result.EndsWith(".webp", StringComparison.Ordinal) ? $"[Q={Quality(width)},effort=4,strip]" : $"[Q={Quality(width) + 8},optimize_coding,interlace,strip]";
        var size = string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
        var start = new ProcessStartInfo("nice", [
            "-n", "10", "prlimit", $"--as={MostMemory}", $"--cpu={(int)MostTime.TotalSeconds}", "--fsize=20000000", "--core=0", "--nofile=64",
            "vipsthumbnail", original, "--size", size, "--smartcrop", "attention", "--export-profile", "srgb", "-o", result + options])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["TMPDIR"] = folder;
        start.Environment["VIPS_CONCURRENCY"] = "1";
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        using var child = Process.Start(start)!;
        child.StandardInput.Close();
        using var patience = new CancellationTokenSource(MostTime);
        try
        {
            await Task.WhenAll(child.StandardOutput.ReadToEndAsync(patience.Token), child.StandardError.ReadToEndAsync(patience.Token)).ConfigureAwait(false);
            await child.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            return child.ExitCode == 0 && File.Exists(Path.Combine(folder, result));
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            return false;
        }
    }
}
