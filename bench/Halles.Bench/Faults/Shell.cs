using System.Diagnostics;

namespace Halles.Bench.Faults;

/// <summary>Commands of the system.</summary>
internal static class Shell
{
    /// <summary>Runs a line of the shell to its end.</summary>
    public static async Task Run(string line, bool mayFail = false)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"({line}) >/dev/null 2>&1"]) { WorkingDirectory = "/tmp" })!;
        await process.WaitForExitAsync();
        _ = process.ExitCode == 0 || mayFail ? true : throw new InvalidOperationException($"Failed with {process.ExitCode}: {line}");
    }

    /// <summary>True when all of these programs are on the path.</summary>
    public static bool Has(params string[] programs) => programs.All(p => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, p))));
}
