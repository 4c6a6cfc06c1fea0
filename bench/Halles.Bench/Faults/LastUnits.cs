using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Stock;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Bench.Faults;

/// <summary>Goods of which a mall has one left, in two shops.</summary>
internal static class LastUnits
{
    /// <summary>Takes all but one of some goods off the shelf, before the mall is opened.</summary>
    /// <returns>Pairs of them, each of two shops.</returns>
    public static async Task<IReadOnlyList<(Buyable One, Buyable Other)>> Of(SeededMall mall, int pairs)
    {
        using var folder = DataFolder.TryLock(mall.Folder)!;
        using var database = new MallDatabase(folder, mall.Postgres);
        using var writer = new MallWriter(database, new ChangeFeed(database), TimeProvider.System, NullLogger<MallWriter>.Instance);
        var stock = new AdjustStock(database, writer, []);
        var chosen = new List<(Buyable, Buyable)>();
        for (var i = 0; i < pairs; i++)
        {
            var (one, other) = (mall.Goods[i], mall.Goods[^(i + 1)]);
            foreach (var good in (Buyable[])[one, other])
            {
                var shop = database.Read(sql => sql.Scalar<Guid>("SELECT id FROM shops WHERE slug = $1", good.Shop));
                _ = (await stock.Run(new StockChange(shop, good.Variant, good.Store, MovementReason.Count, 1, Founding.Actor))).Value;
            }

            chosen.Add((one, other));
        }

        return chosen;
    }
}
