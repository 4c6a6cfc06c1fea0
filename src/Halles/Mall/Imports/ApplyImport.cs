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

    public async Task Run(string payload, CancellationToken stop)
    {
        var asked = System.Text.Json.JsonSerializer.Deserialize<ImportAsked>(payload, Json.Stored)!;
        if (run.Find(asked.Shop, asked.Id) is not { State: ImportState.Running } import)
        {
            return;
        }

        var ran = await run.Run(asked.Shop, asked.Id, () => imports.Open(import), While, new Progress<(int, int)>(), stop).ConfigureAwait(false);
        if (ran.Problem is { } problem && problem.Code != ImportProblems.NotNow.Code)
        {
            throw new InvalidOperationException(problem.Message); // tried again later: it goes on where it was
        }

        if (ran is { Ok: true, Value.State: ImportState.Running })
        {
            await writer.Write<Done>(s =>
            {
                Ask(s, asked.Shop, asked.Id);
                return default(Done);
            }).ConfigureAwait(false);
        }
    }
}
