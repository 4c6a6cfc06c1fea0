using System.CommandLine;
using Halles.Kernel.Storage;
using Halles.Mall.Imports;
using Halles.Mall.Settings;

namespace Halles.Web.Commands;

/// <summary><c>halles export</c>: writes a shop's products as a table, beside whoever serves the mall. It only reads.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Shop = new("--shop") { Description = "The shop by its slug.", HelpName = "slug", Required = true };
    private static readonly Option<FileInfo?> To = new("--output") { Description = "The file; standard output by default." };
    private static readonly Option<string> Format = new Option<string>("--format") { Description = "As whose table it is written: what that system takes in.", DefaultValueFactory = _ => ExportProducts.Formats[0] }.AcceptOnlyFromAmong([.. ExportProducts.Formats]);

    public static Command Make()
    {
        var command = new Command("export", "Write a shop's products as a table that can be taken in again.") { Shop, Format, To };
        Place.AddOptions(command);
        command.SetAction(async (line, _) =>
        {
            var place = Place.Of(line);
            place.MustExist();
            using var database = place.Open(DataFolder.ForReading(place.Folder));
            var slug = line.GetValue(Shop)!;
            if (database.Read(sql => sql.List("SELECT id FROM shops WHERE slug = $1", r => r.Id(0), slug)) is not [var shop])
            {
                throw new CannotStart(ImportProblems.NoShop.Message);
            }

            using var file = line.GetValue(To) is { } to ? to.Create() : Console.OpenStandardOutput();
            var products = await new ExportProducts(database, new CurrentSettings(database)).Write(shop, file, line.GetValue(Format)!);
            if (line.GetValue(To) is { } written)
            {
                Output.Say($"{products} products written to {written.Name}.");
            }

            return 0;
        });
        return command;
    }
}
