using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Orders;

/// <summary>
/// What orders hold of a person: contact, address, note, reasons. They are erased; what was sold, when and for how much
/// stays. What somebody ordered as a guest under their confirmed address is theirs too.
/// </summary>
internal sealed class PersonalOrders : IPersonalDataHolder
{
    /// <summary>Says of a row of orders or purchases that it is the person's; <c>$1</c> is the person and <c>$2</c> from <see cref="Pattern"/>.</summary>
    public const string IsTheirs = "(person_id = $1 OR lower(contact) LIKE $2 ESCAPE '!')";

    private static readonly Problem UnderWay = new("orders-under-way", 409, "Some of your orders are still under way. Erase your account once they are done, or cancel them first.");
    /// <summary>The contact of what nobody can be asked about any more.</summary>
    internal static readonly string Nobody = JsonSerializer.Serialize(new Contact("", "", ""), Json.Stored);

    public string Section => "orders";

    /// <summary>Finds an address in the JSON of a contact; nothing when there is none.</summary>
    public static string Pattern(string? email) => email is null
        ? ""
        : "%\"email\":\"" + email.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "\"%";

    public object? Export(MallDatabase database, Guid person)
    {
        using var db = database.Read();
        var lines = db.Set<OrderLine>();
        return db.Set<Order>().Where(o => o.PersonId == person).OrderBy(o => o.PlacedAt).Select(o => new
        {
            o.Code, o.State, o.Fulfilment, o.Contact, o.Address, o.Note, o.Goods, o.DeliveryFee, o.Total, o.Vat, o.Currency, o.PaymentMethod, o.Paid, o.PlacedAt, o.EndedAt, o.ReturnReason,
            Lines = lines.Where(l => l.ShopId == o.ShopId && l.OrderId == o.Id).OrderBy(l => l.Number).Select(l => new { l.Name, l.Choice, l.Quantity, l.Missing, l.UnitPrice, l.Total, l.State }).ToList(),
        }).ToList();
    }

    public Problem? Hindrance(SqlSession sql, Guid person, string? email) =>
        sql.Scalar<long>($"SELECT count(*) FROM orders WHERE {IsTheirs} AND ended_at IS NULL", person, Pattern(email)) > 0 ? UnderWay : null;

    public IReadOnlyList<string> Marks(SqlSession sql, Guid person, string? email) =>
    [
        .. sql.List($"SELECT code FROM orders WHERE {IsTheirs}", r => r.Text(0), person, Pattern(email))
            .SelectMany(c => (string[])[c, $"{c[..4]}-{c[4..]}", $"{c[..4]}·{c[4..]}"]), // as pages and letters write them
    ];

    public void Erase(WriteSession session, Guid person, string? email)
    {
        var orders = session.Sql.List($"SELECT shop_id, id FROM orders WHERE {IsTheirs}", r => (Shop: r.Id(0), Id: r.Id(1)), person, Pattern(email));
        session.Sql.Execute($"UPDATE purchases SET contact = $3 WHERE {IsTheirs}", person, Pattern(email), Nobody);
        foreach (var (shop, id) in orders)
        {
            session.Sql.Execute(
                """
                UPDATE orders SET contact = $3, address = NULL, note = NULL, return_reason = NULL, tracking = NULL,
                    cancel_reason = CASE WHEN cancelled_by = 'Shopper' THEN NULL ELSE cancel_reason END, version = version + 1
                WHERE shop_id = $1 AND id = $2
                """, shop, id, Nobody);
            session.Changed(Topic.Order, shop, id);
        }
    }
}
