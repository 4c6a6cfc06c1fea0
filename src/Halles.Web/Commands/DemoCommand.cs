using System.CommandLine;
using System.Text.Json.Nodes;
using Halles.Demo;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;

namespace Halles.Web.Commands;

/// <summary><c>halles demo</c>: fills an empty database with the demo mall.</summary>
internal static class DemoCommand
{
    /// <summary>Where the demo is reached when nothing else is said.</summary>
    public const int Port = 8080;

    private static readonly Problem NotEmpty = new("mall-exists", 409, "There is a mall here already. The demo needs an empty folder: name another with --data.");

    public static readonly Errand Errand = new("demo", async (services, arguments, progress, stop) =>
    {
        var made = await Fill(services, (string)arguments["origin"]!, progress);
        var projector = services.GetRequiredService<StorefrontProjector>();
        if (made.Ok && projector.ExecuteTask is null) // no server runs it: the storefront is built here, so that the one to come starts quickly and small
        {
            await projector.StartAsync(stop);
            await projector.StopAsync(stop);
        }

        return made;
    });

    public static Command Make()
    {
        var port = new Option<int>("--port") { Description = "The port at which it will be served.", DefaultValueFactory = _ => Port };
        var command = new Command("demo", "Fill an empty folder or database with the demo mall.") { port, Output.AsJson };
        Place.AddOptions(command);
        command.SetAction((line, stop) => Output.Carry(
            line, Errand, new JsonObject { ["origin"] = Origin(line.GetValue(port)) }, a => $"The demo mall stands, with {a["shops"]} shops. Open it with: halles serve", stop));
        return command;
    }

    /// <summary>The demo's origin at a port.</summary>
    public static string Origin(int port) => $"http://localhost:{port}";

    /// <summary>Migrates an empty database and fills it.</summary>
    public static async Task<Result<JsonObject>> Fill(IServiceProvider services, string origin, IProgress<Step> progress)
    {
        var database = services.GetRequiredService<MallDatabase>();
        Migrator.Migrate(database);
        if (services.GetRequiredService<CurrentSettings>().Exist)
        {
            return NotEmpty;
        }

        var demo = new DemoMall(services.GetRequiredService<MallWriter>(), origin);
        var made = await demo.Make(new Output.Named("Opening shops", progress));
        return made.Then<JsonObject>(shops => new JsonObject { ["shops"] = shops });
    }
}
