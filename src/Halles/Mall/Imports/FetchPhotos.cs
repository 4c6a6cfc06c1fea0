using System.Collections.Concurrent;
using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Outgoing;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Media;
using Halles.Mall.Settings;

namespace Halles.Mall.Imports;

/// <summary>
/// Fetches the photos of imported products by their addresses; those that the shop has in this mall are taken from it. One that
/// does not come is tried again the next time, three times in all. Shops take turns, and a server that does not answer is not
/// asked for the rest of a run, so that nobody waits for the photos of another.
/// </summary>
public sealed class FetchPhotos(MallDatabase database, MallWriter writer, ProductPhotos photos, MediaStore media, PublicHttp http, CurrentSettings settings, TimeProvider clock) : IJob
{
    public const string Word = "fetch-photos";

    private const int Some = 40;
    private const int OfOneShop = 10;
    private const int AtOnce = 4;
    private const int MostTries = 3;
    private const int MostSilent = 3;

    // Less than a job's lease: what is left comes the next time.
    private static readonly TimeSpan While = TimeSpan.FromMinutes(2);

    public string Kind => Word;

    public TimeSpan? Every => TimeSpan.FromSeconds(30);

    public async Task Run(string payload, CancellationToken stop)
    {
        var (began, silent) = (clock.GetTimestamp(), new ConcurrentDictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        var turns = new Queue<(Guid Shop, Guid After)>(database.Read(sql => sql.List("SELECT DISTINCT shop_id FROM photo_fetches WHERE problem IS NULL", r => (r.Id(0), Guid.Empty))));
        while (clock.GetElapsedTime(began) < While && Next(turns) is { Count: > 0 } some)
        {
            // Those of one product one after another, so that they stay in order.
            await Parallel.ForEachAsync(some.GroupBy(w => w.Product), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (product, ct) =>
            {
                foreach (var one in product)
                {
                    await Fetch(one, silent, ct).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Some of each shop whose turn it is, in the order of their ids: each photo at most once in a run.</summary>
    private List<WaitingPhoto> Next(Queue<(Guid Shop, Guid After)> turns)
    {
        var next = new List<WaitingPhoto>();
        while (next.Count < Some && turns.TryDequeue(out var turn))
        {
            var some = database.Read(sql => sql.List(
                """
                SELECT f.shop_id, f.id, f.product_id, f.address, f.actor, f.alt, s.language, f.alts FROM photo_fetches f JOIN shops s ON s.id = f.shop_id
                WHERE f.shop_id = $1 AND f.problem IS NULL AND f.id > $2 ORDER BY f.id LIMIT $3
                """,
                r => new WaitingPhoto(r.Id(0), r.Id(1), r.Id(2), r.Text(3), r.IdOrNull(4), Alt(r.Text(5), r.Text(6), r.TextOrNull(7))), turn.Shop, turn.After, OfOneShop));
            next.AddRange(some);
            if (some.Count == OfOneShop)
            {
                turns.Enqueue((turn.Shop, some[^1].Id));
            }
        }

        return next;
    }

    private static LocalText Alt(string own, string language, string? others)
    {
        var alt = others is null ? [] : JsonSerializer.Deserialize<LocalText>(others, Json.Stored)!;
        if (own.Length > 0)
        {
            alt[language] = own;
        }

        return alt;
    }

    private async Task Fetch(WaitingPhoto one, ConcurrentDictionary<string, int> silent, CancellationToken stop)
    {
        var host = new Uri(one.Address).Authority;
        if (silent.GetValueOrDefault(host) >= MostSilent)
        {
            return; // it waits for the next run
        }

        var added = await Add(one, stop).ConfigureAwait(false);
        silent[host] = added.Problem == OutgoingProblems.TooSlow || added.Problem == OutgoingProblems.Unreachable ? silent.GetValueOrDefault(host) + 1 : 0;

        await writer.Write<Done>(s =>
        {
            if (added is { Ok: true, Value: > 0 })
            {
                // The photo is of the import too: where nothing else has touched the product since, its undo still may.
                s.Sql.Execute(
                    "UPDATE imported_products SET version = version + 1 WHERE shop_id = $1 AND product_id = $2 AND version + 1 = (SELECT version FROM products WHERE shop_id = $1 AND id = $2)", one.Shop, one.Product);
                s.Sql.Execute(
                    """
                    UPDATE imported_products SET photos = coalesce(photos || ' ', '') || (SELECT media FROM product_photos WHERE shop_id = $1 AND product_id = $2 ORDER BY position DESC LIMIT 1)
                    WHERE shop_id = $1 AND product_id = $2 AND import_id = (SELECT import_id FROM photo_fetches WHERE shop_id = $1 AND id = $3)
                    """, one.Shop, one.Product, one.Id);
            }

            _ = added.Problem is not { } problem
                ? s.Sql.Execute("DELETE FROM photo_fetches WHERE shop_id = $1 AND id = $2", one.Shop, one.Id)
                : s.Sql.Execute(
                    "UPDATE photo_fetches SET attempts = attempts + 1, problem = CASE WHEN attempts + 1 >= $3 THEN $4 ELSE NULL END, problem_args = $5 WHERE shop_id = $1 AND id = $2",
                    one.Shop, one.Id, (long)MostTries, problem.Message, JsonSerializer.Serialize(problem.Texts, Json.Stored));
            return default(Done);
        }).ConfigureAwait(false);
    }

    private async Task<Result<int>> Add(WaitingPhoto one, CancellationToken stop)
    {
        var fetched = Own(one) is { } own ? own.Content : await http.Get(new Uri(one.Address), Photos.MostBytes, stop).ConfigureAwait(false);
        return fetched.Problem is { } problem ? problem : await photos.Add(one.Shop, one.Product, [fetched.Value], one.Actor, one.Alt).ConfigureAwait(false);
    }

    /// <summary>The original of a photo that any product of the shop has.</summary>
    private Original? Own(WaitingPhoto one) =>
        PhotoSizes.HashOf(one.Address, settings.Value.Origin) is { } hash && database.Read(sql => sql.Scalar<long>("SELECT count(*) FROM product_photos WHERE shop_id = $1 AND media = $2", one.Shop, hash)) > 0 ? media.Find(hash) : null;

    private sealed record WaitingPhoto(Guid Shop, Guid Id, Guid Product, string Address, Guid? Actor, LocalText Alt);
}
