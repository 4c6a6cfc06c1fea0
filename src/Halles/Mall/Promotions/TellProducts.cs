using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;

namespace Halles.Mall.Promotions;

/// <summary>
/// When a promotion begins or ends, the products that it is on have other prices and words, though nobody has edited them:
/// at that moment they are told to the change feed, in portions.
/// </summary>
internal sealed class TellProducts(MallDatabase database, MallWriter writer) : IJob
{
    public const string JobKind = "promotion-turns";
    private const int AtOnce = 500;

    /// <param name="ShopId">The promotion's shop.</param>
    /// <param name="Id">The promotion.</param>
    private sealed record Asked(Guid ShopId, Guid Id);

    public string Kind => JobKind;

    /// <summary>Has them told at a moment; never for a code, which no page shows, and when there is no such moment.</summary>
    public static void Enqueue(WriteSession s, Promotion promotion, DateTimeOffset? at)
    {
        if (promotion.Code is null && promotion.ReleasedAt is not null && at is { } moment)
        {
            JobQueue.Enqueue(s, JobKind, new Asked(promotion.ShopId, promotion.Id), moment);
        }
    }

    public async Task Run(string payload, CancellationToken stop)
    {
        var asked = JsonSerializer.Deserialize<Asked>(payload, Json.Stored)!;
        foreach (var some in database.Read(sql => TouchedProducts.Of(sql, asked.ShopId, asked.Id)).Chunk(AtOnce))
        {
            stop.ThrowIfCancellationRequested();
            var told = await writer.Write<Done>(s =>
            {
                foreach (var product in some)
                {
                    s.Changed(Topic.Product, asked.ShopId, product);
                }

                return default(Done);
            }).ConfigureAwait(false);
            if (told.Problem is { } problem)
            {
                throw new InvalidOperationException($"Products could not be told: {problem.Code}"); // tried again by the job
            }
        }
    }
}
