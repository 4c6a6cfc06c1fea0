using System.Globalization;
using System.Text;

namespace Halles.Bench;

/// <summary>Bodies of purchases by guests, who collect and pay in the store; a purchase is known by the address of its guest.</summary>
/// <param name="lines">Of each purchase.</param>
/// <param name="shops">From which they come.</param>
internal sealed class PurchaseBodies(IReadOnlyList<Buyable> goods, int lines, int shops)
{
    private readonly Dictionary<string, List<Buyable>> _byShop = goods.GroupBy(g => g.Shop).ToDictionary(g => g.Key, g => g.ToList());

    /// <summary>The e-mail address of the guest who buys under a key.</summary>
    public static string EmailOf(string key) => key + "@example.org";

    /// <summary>A purchase of goods by chance.</summary>
    public string Next(Random random, string key)
    {
        var first = random.Next(goods.Count);
        return Of(key, [.. Enumerable.Range(0, shops).Select(i => goods[(first + (i * 50)) % goods.Count].Shop).Distinct().SelectMany(shop => Some(shop, random, lines / shops))]);
    }

    /// <summary>A purchase of one of each of these.</summary>
    public static string Of(string key, IReadOnlyList<Buyable> chosen)
    {
        var body = new StringBuilder("{\"lines\":[");
        body.AppendJoin(',', chosen.Select(g => $$$"""{"variantId":"{{{g.Variant}}}","quantity":1}"""));
        body.Append("],\"shops\":[");
        body.AppendJoin(',', chosen.DistinctBy(g => g.Shop).Select(g => $$$"""{"shop":"{{{g.Shop}}}","way":"collect","payment":"in-store","storeId":"{{{g.Store}}}"}"""));
        return body.Append(CultureInfo.InvariantCulture,
            $$$"""],"language":"fr","expectedTotal":{"minor":{{{chosen.Sum(g => g.Price)}}},"currency":"EUR"},"contact":{"name":"Camille Durand","email":"{{{EmailOf(key)}}}","phone":"+33612345678"}}""").ToString();
    }

    private IEnumerable<Buyable> Some(string shop, Random random, int count)
    {
        var shelf = _byShop[shop];
        var from = random.Next(shelf.Count);
        return Enumerable.Range(0, Math.Min(count, shelf.Count)).Select(i => shelf[(from + i) % shelf.Count]);
    }
}
