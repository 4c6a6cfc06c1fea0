using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Outgoing;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Media;

namespace Halles.Mall.Imports;

/// <summary>Fetches the photos of imported products by their addresses, some at a time; one that does not come is tried three times.</summary>
public sealed class FetchPhotos(MallDatabase database, MallWriter writer, ProductPhotos photos, PublicHttp http) : IJob
{
    public const string Word = "fetch-photos";

    private const int Some = 40;
    private const int AtOnce = 4;
    private const int MostTries = 3;

    public string Kind => Word;

    /// <summary>Has the waiting photos of a shop fetched once this transaction commits.</summary>
    internal static void Ask(WriteSession s, Guid shop) => JobQueue.Enqueue(s, Word, shop, key: $"{Word}:{shop:N}");

    public async Task Run(string payload, CancellationToken stop)
    {
        var shop = System.Text.Json.JsonSerializer.Deserialize<Guid>(payload, Json.Stored);
        var waiting = database.Read(sql => sql.List(
            "SELECT id, product_id, address, alt, actor, attempts FROM photo_fetches WHERE shop_id = $1 AND problem IS NULL ORDER BY attempts, id LIMIT $2",
            r => (Id: r.Id(0), Product: r.Id(1), Address: r.Text(2), Alt: r.Text(3), Actor: r.IdOrNull(4), Attempts: r.Int(5)), shop, Some));
        // Those of one product one after another, so that they stay in order.
        await Parallel.ForEachAsync(waiting.GroupBy(w => w.Product), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (product, ct) =>
        {
            foreach (var one in product)
            {
                var problem = await Fetch(shop, one.Product, new Uri(one.Address), one.Actor, ct).ConfigureAwait(false);
                await writer.Write<Done>(s =>
                {
                    s.Sql.Execute(problem is null
                        ? "DELETE FROM photo_fetches WHERE shop_id = $1 AND id = $2"
                        : "UPDATE photo_fetches SET attempts = attempts + 1, problem = CASE WHEN attempts + 1 >= $3 THEN $4 ELSE NULL END WHERE shop_id = $1 AND id = $2",
                        problem is null ? [shop, one.Id] : [shop, one.Id, (long)MostTries, Sentence(problem)]);
                    return default(Done);
                }).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        if (waiting.Count > 0)
        {
            await writer.Write<Done>(s =>
            {
                JobQueue.Enqueue(s, Word, shop, s.Now + TimeSpan.FromSeconds(waiting.Exists(w => w.Attempts > 0) ? 60 : 1));
                return default(Done);
            }).ConfigureAwait(false);
        }
    }

    private async Task<Problem?> Fetch(Guid shop, Guid product, Uri address, Guid? actor, CancellationToken stop)
    {
        var fetched = await http.Get(address, Photos.MostBytes, stop).ConfigureAwait(false);
        return fetched.Problem ?? (await photos.Add(shop, product, [fetched.Value], actor).ConfigureAwait(false)).Problem;
    }

    private static string Sentence(Problem problem) => string.Format(System.Globalization.CultureInfo.InvariantCulture, problem.Message, [.. problem.Args]);
}
