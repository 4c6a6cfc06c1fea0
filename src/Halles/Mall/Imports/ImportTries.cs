using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Imports;

/// <summary>Runs the work of an import, and gives it up after some tries: the shop is told, and may begin another.</summary>
internal static class ImportTries
{
    /// <summary>So often it may fail without getting on; the work comes back after 10, 20, 40 and 80 seconds.</summary>
    internal const int Most = 5;

    /// <summary>Does it; a failure is counted and thrown, so that it is tried again later.</summary>
    /// <param name="state">In which the import is while it is under way.</param>
    /// <param name="work">Answers with why it cannot go on; null when it can, or is done.</param>
    public static async Task Run(MallWriter writer, ImportAsked asked, ImportState state, Func<Task<Problem?>> work)
    {
        Problem? problem = null;
        try
        {
            problem = await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await Failed(writer, asked, state, null).ConfigureAwait(false);
            throw;
        }

        if (problem is not null)
        {
            if (problem.Code != StorageProblems.Busy.Code)
            {
                await Failed(writer, asked, state, problem).ConfigureAwait(false);
            }

            throw new InvalidOperationException(problem.Message);
        }
    }

    private static Task<Result<Done>> Failed(MallWriter writer, ImportAsked asked, ImportState state, Problem? problem) => writer.Write<Done>(s =>
    {
        s.Sql.Execute("UPDATE imports SET tries = tries + 1 WHERE shop_id = $1 AND id = $2 AND state = $3", asked.Shop, asked.Id, state);
        s.Sql.Execute(
            "UPDATE imports SET state = $7, ended_at = coalesce(ended_at, $3), failure = $4 WHERE shop_id = $1 AND id = $2 AND state = $5 AND tries >= $6",
            asked.Shop, asked.Id, s.Now, problem?.Args.Count is 0 ? problem.Message : null, state, (long)Most, state is ImportState.Undoing ? ImportState.Done : ImportState.Failed); // an undo can be asked for again
        s.Changed(Kernel.Changes.Topic.Shop, asked.Shop, asked.Shop);
        return default(Done);
    });
}
