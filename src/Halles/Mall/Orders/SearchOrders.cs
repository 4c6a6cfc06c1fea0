using Halles.Kernel.Storage;
using Halles.Kernel.Text;

namespace Halles.Mall.Orders;

/// <summary>
/// Finds orders by part of their code, by the words of a name or an e-mail address, or by what was bought: its name, SKU or bar
/// code. Accents and capitals do not matter, on either engine; so the words are compared here, over the orders of one shop.
/// </summary>
internal static class SearchOrders
{
    /// <summary>The ids of those that are found, in the order of the filter.</summary>
    /// <param name="skip">How many of the first are left out.</param>
    public static List<Guid> Find(SqlSession sql, Guid shop, OrderFilter filter, DateTimeOffset now, int skip, int most)
    {
        var words = Folding.Fold(filter.Search).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var code = string.Concat(filter.Search.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        var bought = With(sql, shop, words);
        var (where, args) = filter.Condition(shop, now);
        using var rows = sql.Query($"SELECT o.id, o.code, o.contact FROM orders o WHERE {where} ORDER BY {filter.Order}", [.. args]);
        var found = new List<Guid>();
        while (found.Count < skip + most && rows.Read())
        {
            if ((code.Length > 0 && rows.Text(1).Contains(code, StringComparison.Ordinal)) || bought.Contains(rows.Id(0)) || IsOf(rows.Json<Contact>(2), words))
            {
                found.Add(rows.Id(0));
            }
        }

        return found[Math.Min(skip, found.Count)..];
    }

    private static bool IsOf(Contact contact, string[] words) => Holds($"{contact.Name} {contact.Email}", words);

    // What a shop sells is a short list beside what it has sold.
    private static HashSet<Guid> With(SqlSession sql, Guid shop, string[] words)
    {
        var skus = sql.List(
            "SELECT DISTINCT sku, name, choice, coalesce(gtin, '') FROM order_lines WHERE shop_id = $1", r => (Sku: r.Text(0), Text: $"{r.Text(1)} {r.Text(2)} {r.Text(0)} {r.Text(3)}"), shop)
            .Where(l => Holds(l.Text, words)).Select(l => l.Sku).Distinct().ToList();
        return skus.Count == 0 ? [] : [.. sql.List($"SELECT DISTINCT order_id FROM order_lines WHERE shop_id = $2 AND sku {sql.AmongTexts(1)}", r => r.Id(0), sql.Texts(skus), shop)];
    }

    private static bool Holds(string text, string[] words) => words.Length > 0 && Folding.Fold(text) is var folded && Array.TrueForAll(words, w => folded.Contains(w, StringComparison.Ordinal));
}
