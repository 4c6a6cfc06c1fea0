using System.Diagnostics;
using System.Text.Json;
using Halles.Kernel.Storage;

namespace Halles.Bench.Faults;

/// <summary>A trial found what must not be.</summary>
internal sealed class TrialFailed(string message) : Exception(message);

/// <summary>Holds a journal against the mall, by SQL and HTTP only, and asks <c>halles check</c>.</summary>
internal static class Verdict
{
    private const int Sample = 25;

    /// <summary>
    /// Nothing that was acknowledged is missing, nothing is there twice, nothing is there that nobody sent, the answers that
    /// were given are given again, and everything adds up.
    /// </summary>
    /// <param name="origin">A server to be asked again; null when none runs.</param>
    /// <returns>How many purchases are there.</returns>
    public static async Task<int> Of(SeededMall mall, Journal journal, string? origin)
    {
        var lost = Lost(mall, journal.Acknowledged);
        if (lost.Count > 0)
        {
            throw new TrialFailed($"{lost.Count} of {journal.Acknowledged.Count} acknowledged purchases are lost, the first {lost[0]}.");
        }

        var there = Purchases(mall);
        if (there.FirstOrDefault(p => p.Value.Count > 1) is { Key: { } doubled })
        {
            throw new TrialFailed($"{doubled} bought {there[doubled].Count} times under one key.");
        }

        var sent = journal.Sent.Keys.Select(PurchaseBodies.EmailOf).ToHashSet(StringComparer.Ordinal);
        if (there.Keys.FirstOrDefault(e => !sent.Contains(e)) is { } stranger)
        {
            throw new TrialFailed($"There is a purchase of {stranger}, which nobody sent.");
        }

        if (origin is not null)
        {
            await using var buyers = new Buyers([origin], new PurchaseBodies([], 0, 0), journal);
            using var http = buyers.Client();
            foreach (var key in journal.Acknowledged.Keys.Where((_, i) => i % Math.Max(1, journal.Acknowledged.Count / Sample) == 0))
            {
                _ = await buyers.Ask(http, origin, key, CancellationToken.None) is { } refusal ? throw new TrialFailed($"{key} was acknowledged and is refused when asked again: {refusal.Status}") : true;
            }
        }

        await Check(mall);
        return there.Count;
    }

    /// <summary>Keys that were acknowledged and whose purchase is not there.</summary>
    public static List<string> Lost(SeededMall mall, IReadOnlyDictionary<string, Guid> acknowledged)
    {
        var there = Purchases(mall);
        return [.. acknowledged.Where(a => !there.TryGetValue(PurchaseBodies.EmailOf(a.Key), out var ids) || !ids.Contains(a.Value)).Select(a => a.Key)];
    }

    /// <summary>Runs a verb of the program to its end.</summary>
    public static async Task<(int Code, string Said)> Halles(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ServerProcess.Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static async Task Check(SeededMall mall)
    {
        var (code, said) = await Halles(["check", "--json", .. mall.Place]);
        _ = code == 0 ? true : throw new TrialFailed($"halles check: {said}");
    }

    private static Dictionary<string, List<Guid>> Purchases(SeededMall mall)
    {
        using var database = new MallDatabase(DataFolder.ForReading(mall.Folder), mall.Postgres);
        return database.Read(sql => sql.List("SELECT id, contact FROM purchases", r => (Id: r.Id(0), Email: EmailOf(r.Text(1)))))
            .GroupBy(p => p.Email).ToDictionary(g => g.Key, g => g.Select(p => p.Id).ToList(), StringComparer.Ordinal);
    }

    private static string EmailOf(string contact)
    {
        using var json = JsonDocument.Parse(contact);
        return json.RootElement.GetProperty("email").GetString()!;
    }
}
