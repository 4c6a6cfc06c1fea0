using System.CommandLine;
using System.Globalization;
using Halles.Kernel.Privacy;
using Halles.Kernel.Storage;
using Halles.Mall.Backups;

namespace Halles.Web.Commands;

/// <summary><c>halles backup</c>: copies a mall into a folder of backups, beside whoever serves it. It only reads.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Into = new("folder") { Description = "The folder of backups; made if missing." };

    public static Command Make()
    {
        var command = new Command("backup", "Copy the mall into a folder of backups, while it is open.") { Into, Output.AsJson };
        Place.AddOptions(command);
        command.SetAction(async (line, stop) =>
        {
            var place = Place.Of(line);
            place.MustExist();
            var taken = await Output.Show(line, "Copying photos", progress => Take(place, line.GetValue(Into)!, progress, stop));
            Output.Answer(
                line,
                new { taken.Path, taken.Manifest.BeganAt, taken.Bytes, taken.Manifest.Originals, taken.Copied },
                string.Create(CultureInfo.InvariantCulture, $"The backup is {taken.Path}: records of {taken.Bytes / 1e6:0.0} MB, {taken.Manifest.Originals} photos ({taken.Copied} new). Keep a copy of the mall's secret elsewhere: it is in no backup."));
            return 0;
        });
        return command;
    }

    private static async Task<BackupTaken> Take(Place place, string into, IProgress<(int Done, int Of)> progress, CancellationToken stop)
    {
        var folder = DataFolder.ForReading(place.Folder);
        using var database = place.Open(folder);
        if (Migrator.Applied(database).Count == 0)
        {
            throw new CannotStart("The database is empty: there is nothing to back up.");
        }

        if (place.Postgres is not null && !Secret.IsThere(folder))
        {
            throw new CannotStart($"The mall's secret is not in {folder.Path}. Name the folder of a node that serves the mall with --data, or set HALLES_SECRET.");
        }

        return await TakeBackup.Into(into, database, place.Postgres, Secret.IsThere(folder) ? Secret.Load(folder) : null, TimeProvider.System, progress, stop);
    }
}
