using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Promotions;
using Halles.Mall.Shops;

namespace Halles.Mall.Baskets;

/// <summary>A shop as far as buying from it goes.</summary>
public sealed record ShopNow(Guid Id, string Slug, string Name, ShopState State, Holiday? Holiday)
{
    /// <summary>Why nothing can be bought from it on this day; null when it sells.</summary>
    public Problem? WhyNot(DateOnly today) => State switch
    {
        ShopState.Open => Holiday is { TakesOrders: false } h && h.Covers(today) ? BasketProblems.ShopOnHoliday.With(h.To) : null,
        ShopState.Paused => BasketProblems.ShopPaused,
        ShopState.Closed => BasketProblems.ShopClosed,
        _ => BasketProblems.ShopSuspended,
    };

    /// <summary>Reads shops by their ids.</summary>
    public static Dictionary<Guid, ShopNow> Read(SqlSession sql, IEnumerable<Guid> shops) => sql.List(
        $"SELECT id, slug, name, state, holiday FROM shops WHERE id {sql.Among(1)}",
        r => new ShopNow(r.Id(0), r.Text(1), r.Text(2), r.Word<ShopState>(3), r.IsNull(4) ? null : r.Json<Holiday>(4)), sql.Ids(shops)).ToDictionary(s => s.Id);
}
