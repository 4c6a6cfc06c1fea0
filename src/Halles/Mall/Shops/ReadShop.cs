using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Shops;

/// <summary>Reads shops for their own people and for the mall's.</summary>
public sealed class ReadShop(MallDatabase database)
{
    /// <summary>Shops on a page.</summary>
    public const int PageSize = 12;

    /// <summary>The shop; null when there is none.</summary>
    public Shop? Find(Guid shop)
    {
        using var db = database.Read();
        return db.Find<Shop>(shop);
    }

    /// <summary>A page of the shops in a state, the newest first, and how many there are.</summary>
    /// <param name="search">What their name, the name of the firm, its number or their e-mail holds; empty for all.</param>
    /// <param name="page">From 1.</param>
    public (List<Shop> Shops, int Total) In(ShopState state, string search = "", int page = 1)
    {
        using var db = database.Read();
        var words = search.Trim();
        var all = db.Set<Shop>().Where(s => s.State == state).OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Name);
        var skipped = (page - 1) * PageSize;
        if (words.Length == 0)
        {
            return ([.. all.Skip(skipped).Take(PageSize)], all.Count());
        }

        // In any case and with any accents, which the engines do not compare alike; names alone are read of all.
        var found = all.Select(s => new { s.Id, s.Name, s.Legal, s.Email }).AsEnumerable()
            .Where(s => new[] { s.Name, s.Legal.Name, s.Legal.Number, s.Email }.Any(t => t.Contains(words, StringComparison.OrdinalIgnoreCase))).Select(s => s.Id).ToList();
        var shown = found.Skip(skipped).Take(PageSize).ToList();
        return ([.. db.Set<Shop>().Where(s => shown.Contains(s.Id)).AsEnumerable().OrderBy(s => shown.IndexOf(s.Id))], found.Count);
    }

    /// <summary>How many shops are in each state.</summary>
    public Dictionary<ShopState, int> Counts()
    {
        using var db = database.Read();
        return db.Set<Shop>().GroupBy(s => s.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionary(g => g.Key, g => g.Count);
    }
}
