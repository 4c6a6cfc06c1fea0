using System.CommandLine;
using System.Globalization;
using Halles.Kernel.Storage;
using Halles.Mall.Invariants;
using Spectre.Console;

namespace Halles.Web.Commands;

/// <summary><c>halles check</c>: looks at every invariant of a mall, beside whoever serves it. It only reads.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var command = new Command("check", "Check that everything in the mall adds up; exit code 1 when something does not.") { Output.AsJson };
        Place.AddOptions(command);
        command.SetAction(line => Check(Place.Of(line), line.GetValue(Output.AsJson)));
        return command;
    }

    private static int Check(Place place, bool json)
    {
        place.MustExist();
        using var database = place.Open(DataFolder.ForReading(place.Folder));
        if (Migrator.Pending(database) is { Count: > 0 } pending)
        {
            throw new CannotStart($"The database lacks {pending.Count} migrations of this program. Run: halles migrate");
        }

        var found = Checks.All(database);
        var whole = found.All(f => f.Holds);
        if (json)
        {
            Output.SayJson(new
            {
                Holds = whole,
                Invariants = found,
            });
        }
        else
        {
            Show(found);
            Output.Say(whole ? "Everything adds up." : "Something does not add up: see above.");
        }

        return whole ? 0 : 1;
    }

    /// <summary>Shows what was found, a line for each invariant.</summary>
    public static void Show(IReadOnlyList<Finding> found)
    {
        var table = new Table().RoundedBorder().AddColumns("", "What must hold", "Looked at", "");
        table.Columns[2].RightAligned();
        foreach (var finding in found)
        {
            table.AddRow(
                new Paragraph($"{finding.Number}"),
                new Paragraph(finding.Name),
                new Paragraph(finding.Looked.ToString("N0", CultureInfo.InvariantCulture)),
                finding.Holds ? new Markup("[green]holds[/]") : new Markup($"[red]{finding.Broken} broken[/]"));
            foreach (var example in finding.Examples)
            {
                table.AddRow(new Paragraph(""), new Paragraph("  " + example), new Paragraph(""), new Paragraph(""));
            }
        }

        AnsiConsole.Write(table);
    }
}
