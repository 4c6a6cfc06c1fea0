using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Shops;

/// <summary>Reads shops for their own people and for the mall's.</summary>
public sealed class ReadShop(MallDatabase database)
{
    /// <summary>The shop; null when there is none.</summary>
    public Shop? Find(Guid shop)
    {
        using var db = database.Read();
        return db.Find<Shop>(shop);
    }

    /// <summary>The shops in these states, the newest first.</summary>
    public List<Shop> In(params IReadOnlyCollection<ShopState> states)
    {
        using var db = database.Read();
        return [.. db.Set<Shop>().Where(s => states.Contains(s.State)).OrderByDescending(s => s.CreatedAt)];
    }

    /// <summary>How many shops are in each state.</summary>
    public Dictionary<ShopState, int> Counts()
    {
        using var db = database.Read();
        return db.Set<Shop>().GroupBy(s => s.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionary(g => g.Key, g => g.Count);
    }
}
