using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Imports;

/// <summary>Which import a job is about.</summary>
internal sealed record ImportAsked(Guid Shop, Guid Id);

/// <summary>Runs an import in the background: for a minute, then again, so that other work comes between and a dead node's is taken over.</summary>
public sealed class ApplyImport(RunImport run, Imports imports, MallWriter writer) : IJob
{
    public const string Word = "apply-import";

    private static readonly TimeSpan While = TimeSpan.FromMinutes(1);

    public string Kind => Word;

    internal static void Ask(WriteSession s, Guid shop, Guid id) => JobQueue.Enqueue(s, Word, new ImportAsked(shop, id));

    public Task Run(string payload, CancellationToken stop)
    {
        var asked = System.Text.Json.JsonSerializer.Deserialize<ImportAsked>(payload, Json.Stored)!;
        return ImportTries.Run(writer, asked, ImportState.Running, () => Run(asked, stop));
    }

    private async Task<Problem?> Run(ImportAsked asked, CancellationToken stop)
    {
        if (imports.Find(asked.Shop, asked.Id) is not { State: ImportState.Running } import)
        {
            return null;
        }

        var ran = await run.Run(asked.Shop, asked.Id, () => imports.Open(import), While, new Progress<(int, int)>(), stop).ConfigureAwait(false);
        if (ran.Problem is { } problem)
        {
            return problem.Code == ImportProblems.NotNow.Code ? null : problem; // tried again later: it goes on where it was
        }

        if (ran.Value.State is ImportState.Running)
        {
            await writer.Write<Done>(s =>
            {
                Ask(s, asked.Shop, asked.Id);
                return default(Done);
            }).ConfigureAwait(false);
        }

        return null;
    }
}
