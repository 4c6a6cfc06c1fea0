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
        return await End(process);
    }

    /// <summary>Waits for its end.</summary>
    public static async Task<Said> End(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);
        return new Said(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a verb that goes on.</summary>
    public static Process Start(params string[] arguments) => Start([], arguments);

    /// <summary>The same through another program that gives it less than it would have.</summary>
    public static Process Start(string[] through, params string[] arguments)
    {
        string[] line = [.. through, "dotnet", Path, .. arguments];
        return Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Waits until a server says that it is open, and where; the log may say something first.</summary>
    public static async Task<Uri> Open(Process server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf("http://localhost:", StringComparison.Ordinal) is > 0 and var at && line.Contains("is open at", StringComparison.Ordinal))
            {
                return new Uri(line[at..].Split(' ')[0]);
            }
        }

        throw new InvalidOperationException("It ended before it opened: " + await server.StandardError.ReadToEndAsync(patience.Token));
    }
}
