using System.CommandLine;
using Halles.Kernel.Checks;
using Halles.Kernel.Storage;
using Halles.Web.Hosting;
using Spectre.Console;

namespace Halles.Web.Commands;

/// <summary><c>halles check</c>: looks at every invariant of a mall, beside whoever serves it. It only reads.</summary>
internal static class CheckCommand
{
    private const int MostShown = 20;

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

        using var services = MallHost.Services(database).BuildServiceProvider();
        var found = services.GetRequiredService<MallCheck>().Run();
        var whole = found.TrueForAll(c => c.Holds);
        if (json)
        {
            Output.SayJson(new
            {
                Holds = whole,
                Invariants = found.Select(c => new { c.Invariant.Number, c.Invariant.Name, c.Holds, c.Finding.Figure, c.Finding.Broken }),
            });
        }
        else
        {
            AnsiConsole.Write(Table(found));
            Output.Say(whole ? "Everything adds up." : "Something does not add up: see above.");
        }

        return whole ? 0 : 1;
    }

    private static Table Table(List<Checked> found)
    {
        var table = new Table().RoundedBorder().AddColumns("", "What must hold", "Looked at", "");
        foreach (var c in found)
        {
            table.AddRow(
                new Paragraph($"{c.Invariant.Number}"),
                new Paragraph(c.Invariant.Name),
                new Paragraph(c.Finding.Figure),
                c.Holds ? new Markup("[green]holds[/]") : new Markup($"[red]{c.Finding.Broken.Count} broken[/]"));
            foreach (var broken in c.Finding.Broken.Take(MostShown))
            {
                table.AddRow(new Paragraph(""), new Paragraph(broken), new Paragraph(""), new Paragraph(""));
            }
        }

        return table;
    }
}
