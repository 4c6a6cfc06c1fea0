using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Web.Hosting;

namespace Halles.Web.Commands;

/// <summary>How far an errand is.</summary>
/// <param name="What">What is being done, in a word or two.</param>
/// <param name="Done">How many of <paramref name="Of"/> are done.</param>
internal sealed record Step(string What, int Done, int Of);

/// <summary>
/// The work of a verb that writes. It does the same in the running server, which the verb reaches by the socket in the
/// data folder, as in a process of its own that holds the folder's lock.
/// </summary>
/// <param name="Verb">The verb of the command line.</param>
/// <param name="Do">The work: services of the mall, its arguments and who is told of its progress; a JSON object as answer.</param>
internal sealed record Errand(string Verb, Func<IServiceProvider, JsonObject, IProgress<Step>, CancellationToken, Task<Result<JsonObject>>> Do)
{
    /// <summary>All of them, for the server to find.</summary>
    public static IReadOnlyList<Errand> All { get; } = [MigrateCommand.Errand, InitCommand.Errand, DemoCommand.Errand, ReindexCommand.Errand, ImportCommand.Errand, TaxonomyCommand.Errand];

    /// <summary>Has it done: here when nobody serves this folder, else by who does.</summary>
    /// <exception cref="CannotStart">Another process writes there and takes no errands.</exception>
    public async Task<Result<JsonObject>> Run(Place place, JsonObject arguments, IProgress<Step> progress, CancellationToken stop)
    {
        using var folder = DataFolder.TryLock(place.Folder);
        if (folder is null)
        {
            return await ControlSocket.Ask(DataFolder.ForReading(place.Folder), this, arguments, progress, stop);
        }

        using var database = place.Open(folder);
        _ = database.PrepareModel(); // every errand writes by it; where it cannot be made, whoever uses it says so
        await using var services = MallHost.Services(database).BuildServiceProvider();
        return await Do(services, arguments, progress, stop);
    }
}
