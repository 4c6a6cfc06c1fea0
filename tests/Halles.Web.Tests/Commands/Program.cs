using System.Diagnostics;
using Halles.Testing;

namespace Halles.Web.Tests.Commands;

/// <summary>What a command line said and how it ended.</summary>
internal sealed record Said(int Code, string Out, string Error);

/// <summary>Runs the program itself, as whoever types <c>halles</c> does.</summary>
internal static class Program
{
    private static readonly string Path = System.IO.Path.Combine(
        Repository.Root, "src/Halles.Web", string.Join('/', AppContext.BaseDirectory.TrimEnd('/').Split('/')[^3..]), "halles.dll");

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Said> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);
        return new Said(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a verb that goes on.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Waits until a server says that it is open; the log may say something first.</summary>
    public static async Task Open(Process server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains("is open at http://localhost:", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("It ended before it opened: " + await server.StandardError.ReadToEndAsync(patience.Token));
    }
}
