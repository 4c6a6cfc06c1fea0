using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Halles.Bench;

/// <summary>A program that answers on a loopback port, in a process of its own, with what it takes of the machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly double TicksASecond = 100; // USER_HZ of Linux on every usual machine
    private readonly Process _process;

    /// <summary>By how much the limits are raised: they stay on, so that their cost is in the figures.</summary>
    public const string RateLimits = "100000";

    private ServerProcess(Process process, string origin, TimeSpan start) => (_process, Origin, Start) = (process, origin, start);

    public string Origin { get; }

    public int Id => _process.Id;

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan Start { get; }

    /// <summary>Resident memory in megabytes.</summary>
    public long MemoryMb => long.Parse(Status("VmRSS:").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksASecond);
        }
    }

    /// <summary>Where the program is, as <c>./run</c> builds it, compiled ahead (<c>HALLES_APP</c>).</summary>
    public static string Program => Path.Combine(Environment.GetEnvironmentVariable("HALLES_APP") ?? AppContext.BaseDirectory, "halles.dll");

    /// <summary>Serves a mall.</summary>
    /// <param name="port">Null for any that is free.</param>
    /// <param name="through">A program that starts it and gives it less than it would have.</param>
    /// <param name="environment">Variables beside the usual ones.</param>
    public static Task<ServerProcess> Mall(SeededMall mall, int? port = null, IEnumerable<string>? through = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var at = port ?? FreePort();
        return Begin([.. through ?? [], "dotnet", Program, "serve", "--port", at.ToString(CultureInfo.InvariantCulture), .. mall.Place], at, "/fr/", environment);
    }

    /// <summary>Serves the fixed answer that shows what the machine can do.</summary>
    public static Task<ServerProcess> Fixed()
    {
        var port = FreePort();
        return Begin(["dotnet", Path.Combine(AppContext.BaseDirectory, "Halles.Bench.dll"), "answer", port.ToString(CultureInfo.InvariantCulture)], port, "/");
    }

    /// <summary>Ends it as a loss of power would, without a last word.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<ServerProcess> Begin(string[] line, int port, string path, IReadOnlyDictionary<string, string>? environment = null)
    {
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HALLES_RATE_LIMITS"] = RateLimits, ["Logging__LogLevel__Default"] = "Error" },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, said) => Console.Error.Write(said.Data is null ? "" : said.Data + Environment.NewLine);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        var origin = $"http://127.0.0.1:{port}";
        using var tries = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await tries.WaitForNextTickAsync() && !process.HasExited)
        {
            if (await Answers(http, origin + path))
            {
                return new ServerProcess(process, origin, watch.Elapsed);
            }
        }

        throw new InvalidOperationException($"{string.Join(' ', line)} ended with {process.ExitCode}.");
    }

    private static async Task<bool> Answers(HttpClient http, string address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Status(string name) => File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..];
}
