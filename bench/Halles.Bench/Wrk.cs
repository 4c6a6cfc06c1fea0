using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Halles.Bench;

/// <summary>What one load came to.</summary>
/// <param name="Failed">Answers that were none, or not good.</param>
/// <param name="Done">How many were answered in all; 0 where nobody counts them.</param>
internal sealed record Load(double PerSecond, double P50Ms, double P99Ms, long Failed, long Done = 0);

/// <summary>Debian's <c>wrk</c>, which asks for addresses in a random order.</summary>
internal static partial class Wrk
{
    private const string Script = """
        local fresh, n = os.getenv("HALLES_FRESH") ~= "", os.getenv("HALLES_FRESH")
        local tail = " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\n\r\n"
        local heads = {}
        for line in io.lines(os.getenv("HALLES_PATHS")) do
          local path, form = line:match("^(%S+) ?(%S*)$")
          if form ~= "" then
            fresh = false
            heads[#heads + 1] = "POST " .. path .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " .. #form .. "\r\n\r\n" .. form
          else
            heads[#heads + 1] = "GET " .. path .. (fresh and ((path:find("?", 1, true) and "&" or "?") .. "fresh=") or tail)
          end
        end
        n = fresh and tonumber(n) or 0
        math.randomseed(7)
        request = function()
          n = n + 1
          local head = heads[math.random(#heads)]
          return fresh and head .. n .. tail or head
        end
        """;

    private static long _fresh;

    /// <summary>Loads a server.</summary>
    /// <param name="paths">Addresses; one with a form after a space is posted.</param>
    /// <param name="fresh">Gives each request an address of its own, so that no kept page answers it.</param>
    public static async Task<Load> Run(string origin, IReadOnlyList<string> paths, int seconds, bool fresh, int connections = 16)
    {
        var folder = Directory.CreateTempSubdirectory("halles-wrk-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "load.lua"), Script);
        await File.WriteAllLinesAsync(Path.Combine(folder, "paths"), paths);
        using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "--timeout", "10s", "-s", Path.Combine(folder, "load.lua"), origin])
        {
            RedirectStandardOutput = true,
            Environment = { ["HALLES_PATHS"] = Path.Combine(folder, "paths"), ["HALLES_FRESH"] = fresh ? string.Create(CultureInfo.InvariantCulture, $"{++_fresh}00000000") : "" },
        })!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        return new Load(
            double.Parse(PerSecond().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), Milliseconds(said, "50%"), Milliseconds(said, "99%"),
            Failures().Matches(said).SelectMany(m => Numbers().Matches(m.Value)).Sum(n => long.Parse(n.Value, CultureInfo.InvariantCulture)),
            long.Parse(Answers().Match(said).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static double Milliseconds(string said, string part)
    {
        var match = Regex.Match(said, Regex.Escape(part) + @"\s+([\d.]+)(us|ms|s)");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Answers();

    [GeneratedRegex(@"(responses: \d+)|(Socket errors: .*)")]
    private static partial Regex Failures();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();
}
