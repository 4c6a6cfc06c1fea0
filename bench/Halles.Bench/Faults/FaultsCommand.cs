using System.CommandLine;
using System.Diagnostics;
using Halles.Kernel.Storage;
using Spectre.Console;

namespace Halles.Bench.Faults;

/// <summary><c>bench/run faults</c>: breaks what can break while people buy, and looks whether anything was lost.</summary>
internal static class FaultsCommand
{
    private static readonly IReadOnlyList<Trial> Trials =
    [
        KillTrial.On(Engine.Sqlite), KillTrial.On(Engine.PostgreSql), LastUnitTrial.On(Engine.Sqlite), LastUnitTrial.On(Engine.PostgreSql),
        DiskTrials.Full, DiskTrials.ReadOnly, DiskTrials.Power, DiskTrials.PowerControl, FsyncTrials.Slow, FsyncTrials.Failing,
        .. PostgresTrials.All, .. FailoverTrial.All, BackupTrial.On(Engine.Sqlite), BackupTrial.On(Engine.PostgreSql), ClockTrial.OnSqlite,
        OverloadTrial.On(Engine.Sqlite), OverloadTrial.On(Engine.PostgreSql),
    ];

    private static readonly Argument<string[]> Names = new("trial") { Description = $"Which; all by default: {string.Join(", ", Trials.Select(t => t.Name).Distinct())}.", DefaultValueFactory = _ => [] };
    private static readonly Option<int?> Times = new("--times") { Description = "How often each is run." };
    private static readonly Option<string?> EngineName = new("--engine") { Description = "Only on sqlite or postgresql." };
    private static readonly Option<int> Port = new("--port") { Description = "The first of ten ports to use.", DefaultValueFactory = _ => 5080 };

    public static Command Make()
    {
        var command = new Command("faults", "Breaks what can break while people buy, and looks whether anything was lost.") { Names, Times, EngineName, Port };
        command.SetAction((line, _) => Run(line));
        return command;
    }

    private static async Task<int> Run(ParseResult line)
    {
        var names = line.GetValue(Names)!;
        if (names.Except(Trials.Select(t => t.Name)).FirstOrDefault() is { } unknown)
        {
            AnsiConsole.WriteLine($"There is no trial {unknown}.");
            return 2;
        }

        AnsiConsole.Profile.Width = Math.Max(160, AnsiConsole.Profile.Width);
        var table = new Table().AddColumns("trial", "engine", "must", "runs", "failed", "last seen");
        var broken = false;
        await using var ground = new Ground(line.GetValue(Port));
        foreach (var trial in Trials.Where(t => (names.Length == 0 || names.Contains(t.Name)) && (line.GetValue(EngineName) is not { } engine || engine.Equals(t.Engine.ToString(), StringComparison.OrdinalIgnoreCase))))
        {
            var (runs, failed, seen) = trial.Lacks?.Invoke() is { } lacks ? (0, 0, $"not run: {lacks}") : await Repeat(trial, ground, line.GetValue(Times) ?? trial.Times);
            string[] cells = [trial.Name, trial.Engine.ToString(), trial.Must, $"{runs}", $"{failed}", seen];
            table.AddRow([.. cells.Select(Markup.Escape)]);
            broken |= failed > 0;
        }

        AnsiConsole.Write(table);
        return broken ? 1 : 0;
    }

    private static async Task<(int Runs, int Failed, string Seen)> Repeat(Trial trial, Ground ground, int times)
    {
        var (failed, seen) = (0, "");
        for (var run = 1; run <= times; run++)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                seen = await trial.Run(ground, run);
            }
            catch (Exception e) // a trial that breaks is one that failed
            {
                failed++;
                seen = $"FAILED: {(e is TrialFailed ? e.Message : e)}";
            }

            AnsiConsole.WriteLine($"{trial.Name} {trial.Engine} {run}/{times} ({watch.Elapsed.TotalSeconds:0.0} s): {seen}");
        }

        return (times, failed, seen);
    }
}
