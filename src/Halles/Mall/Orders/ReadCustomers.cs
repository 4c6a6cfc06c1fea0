using Halles.Kernel.Storage;
using Halles.Kernel.Text;

namespace Halles.Mall.Orders;

/// <summary>Somebody who has bought from a shop, as its orders tell. Known by the code of an order, never by a number that another shop could compare.</summary>
/// <param name="Code">The code of their last order there.</param>
/// <param name="LastId">The id of that order: where the next page of a list begins.</param>
/// <param name="Name">As given with that order; empty once they were erased.</param>
/// <param name="Total">What the orders cost, without those whose goods stayed at the shop; minor units.</param>
public sealed record Customer(string Code, Guid LastId, string Name, DateTimeOffset LastAt, int Orders, long Total, string Currency)
{
    /// <summary>Whether nobody knows any more who it was.</summary>
    public bool Erased => Name.Length == 0;
}

/// <summary>Some customers, and where the next ones begin; null after the last.</summary>
public sealed record CustomersFound(IReadOnlyList<Customer> Customers, Guid? Next);

/// <summary>
/// A shop's own buyers, put together from its orders alone: a person by their account, a guest by the e-mail address of the
/// order. There is no table of customers, so nothing outlives the orders, and an erasure reaches all of it.
/// </summary>
public sealed class ReadCustomers(MallDatabase database)
{
    public const int PageSize = 50;

    private static readonly string Called = string.Join(", ", Enum.GetValues<OrderState>().Where(OrderStates.EndsWithoutGoods).Select(s => $"'{s}'"));

    /// <summary>Those who bought last, first.</summary>
    /// <param name="search">Parts of a name or an e-mail address; each word must be found. Empty for all.</param>
    /// <param name="before">Where the page before ended; null for the first.</param>
    public CustomersFound Find(Guid shop, string search, Guid? before) => database.Read(sql =>
    {
        var words = Folding.Fold(search).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (last, more) = Last(sql, shop, words, before ?? Guid.AllBitsSet);
        var sums = Sums(sql, shop, last.ConvertAll(l => l.Buyer));
        return new CustomersFound([.. last.Select(l => l.Row with { Orders = sums[l.Buyer].Orders, Total = sums[l.Buyer].Total })], more ? last[^1].Row.LastId : null);
    });

    /// <summary>Whose order that is; null when the shop has none of this code.</summary>
    public Customer? Of(Guid shop, string code) => database.Read(sql =>
    {
        var buyer = sql.Scalar<Guid>("SELECT buyer FROM orders WHERE shop_id = $1 AND code = $2", shop, code);
        var last = sql.List(
            "SELECT id, code, contact, placed_at, currency FROM orders WHERE shop_id = $1 AND buyer = $2 ORDER BY id DESC LIMIT 1",
            r => Row(r.Id(0), r.Text(1), r.Json<Contact>(2), r.Instant(3), r.Text(4)), shop, buyer);
        return last is [var row] && Sums(sql, shop, [buyer])[buyer] is var (orders, total) ? row with { Orders = orders, Total = total } : null;
    });

    // The newest order of each buyer, found by walking back through the shop's orders until a page is full.
    private static (List<(Guid Buyer, Customer Row)> Found, bool More) Last(SqlSession sql, Guid shop, string[] words, Guid before)
    {
        var found = new List<(Guid, Customer)>();
        using var rows = sql.Query(
            """
            SELECT o.id, o.buyer, o.code, o.contact, o.placed_at, o.currency FROM orders o
            WHERE o.shop_id = $1 AND o.id < $2 AND NOT EXISTS (SELECT 1 FROM orders n WHERE n.buyer = o.buyer AND n.shop_id = o.shop_id AND n.id > o.id)
            ORDER BY o.id DESC LIMIT $3
            """, shop, before, words.Length == 0 ? PageSize + 1 : int.MaxValue);
        while (rows.Read())
        {
            var contact = rows.Json<Contact>(3);
            if (words.Length > 0 && Folding.Fold($"{contact.Name} {contact.Email}") is var text && !Array.TrueForAll(words, w => text.Contains(w, StringComparison.Ordinal)))
            {
                continue;
            }

            if (found.Count == PageSize)
            {
                return (found, true);
            }

            found.Add((rows.Id(1), Row(rows.Id(0), rows.Text(2), contact, rows.Instant(4), rows.Text(5))));
        }

        return (found, false);
    }

    private static Customer Row(Guid id, string code, Contact contact, DateTimeOffset at, string currency) => new(code, id, contact.Name, at, 0, 0, currency);

    private static Dictionary<Guid, (int Orders, long Total)> Sums(SqlSession sql, Guid shop, List<Guid> buyers) => sql.List(
        $"SELECT buyer, count(*), CAST(sum(CASE WHEN state IN ({Called}) THEN 0 ELSE total END) AS bigint) FROM orders WHERE shop_id = $2 AND buyer {sql.Among(1)} GROUP BY buyer",
        r => (Buyer: r.Id(0), Orders: (int)r.Long(1), Total: r.Long(2)), sql.Ids(buyers), shop).ToDictionary(r => r.Buyer, r => (r.Orders, r.Total));
}
