using System.CommandLine;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Settings;
using Halles.Mall.Storefront;

namespace Halles.Web.Commands;

/// <summary><c>halles reindex</c>: builds the storefront's file anew from the system of record; pages answer from the old one meanwhile.</summary>
internal static class ReindexCommand
{
    public static readonly Errand Errand = new("reindex", Reindex);

    public static Command Make()
    {
        var command = new Command("reindex", "Build the storefront anew: what shoppers browse and search.") { Output.AsJson };
        Place.AddOptions(command);
        command.SetAction((line, stop) =>
        {
            Place.Of(line).MustExist();
            return Output.Carry(line, Errand, [], a => $"The storefront is built anew, in {(double)a["seconds"]!:0.0} s.", stop);
        });
        return command;
    }

    private static async Task<Result<JsonObject>> Reindex(IServiceProvider services, JsonObject arguments, IProgress<Step> progress, CancellationToken stop)
    {
        _ = services.GetRequiredService<CurrentSettings>().Value; // there is a mall
        var clock = services.GetRequiredService<TimeProvider>();
        var projector = services.GetRequiredService<StorefrontProjector>();
        var began = clock.GetTimestamp();
        var alone = projector.ExecuteTask is null; // no server runs it
        if (alone)
        {
            await projector.StartAsync(stop);
        }

        await projector.Reindex().WaitAsync(stop);
        if (alone)
        {
            await projector.StopAsync(stop);
        }

        return new JsonObject { ["seconds"] = Math.Round(clock.GetElapsedTime(began).TotalSeconds, 2) };
    }
}
