using System.CommandLine;
using System.Globalization;
using Halles.Kernel.Storage;
using Halles.Mall.Backups;
using Halles.Mall.Invariants;

namespace Halles.Web.Commands;

/// <summary><c>halles restore</c>: brings a mall back into an empty folder or database, and checks that everything adds up.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> From = new("backup") { Description = "A backup, or the folder of backups for the newest." };

    public static Command Make()
    {
        var command = new Command("restore", "Bring a mall back from a backup into an empty folder or database, and check it.") { From, Output.AsJson };
        Place.AddOptions(command);
        command.SetAction(Restore);
        return command;
    }

    private static async Task<int> Restore(ParseResult line, CancellationToken stop)
    {
        var place = Place.Of(line);
        using var folder = DataFolder.TryLock(place.Folder)
            ?? throw new CannotStart($"Another process is writing to {place.Folder}. Restore into an empty folder, named with --data.");
        var restored = await Output.Show(line, "Putting photos back", progress => RestoreBackup.From(line.GetValue(From)!, folder, place.Postgres, progress, stop));
        using var database = place.Open(folder);
        var found = Checks.All(database);
        var whole = found.All(f => f.Holds) && restored.Damaged.Count == 0;
        if (!line.GetValue(Output.AsJson))
        {
            CheckCommand.Show(found);
        }

        Output.Answer(
            line,
            new { restored.Path, restored.Manifest.BeganAt, restored.Manifest.Originals, restored.Damaged, Holds = whole, Invariants = found },
            string.Create(CultureInfo.InvariantCulture, $"The mall is as it was at {restored.Manifest.BeganAt:u}, from {restored.Path}. {Verdict(restored, whole)}"));
        return whole ? 0 : 1;
    }

    private static string Verdict(BackupRestored restored, bool whole) =>
        restored.Damaged.Count > 0 ? $"{restored.Damaged.Count} photos are damaged or missing in the backup and were left out, the first {restored.Damaged[0]}."
        : whole ? "Everything adds up. Open it with: halles serve"
        : "Something does not add up: see above.";
}
