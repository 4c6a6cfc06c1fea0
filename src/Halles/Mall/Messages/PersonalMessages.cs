using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Halles.Mall.Orders;

namespace Halles.Mall.Messages;

/// <summary>The messages about a person's orders: both sides' words are about them.</summary>
internal sealed class PersonalMessages : IPersonalDataHolder
{
    public string Section => "messages";

    public object? Export(MallDatabase database, Guid person) => database.Read(sql => sql.List(
        "SELECT o.code, m.from_shop, m.text, m.at FROM messages m JOIN orders o ON o.shop_id = m.shop_id AND o.id = m.order_id WHERE o.person_id = $1 ORDER BY m.at",
        r => new { Order = r.Text(0), FromShop = r.Bool(1), Text = r.Text(2), At = r.Instant(3) }, person));

    public void Erase(WriteSession session, Guid person, string? email)
    {
        var orders = session.Sql.List($"SELECT shop_id, id FROM orders WHERE {PersonalOrders.IsTheirs}", r => (Shop: r.Id(0), Id: r.Id(1)), person, PersonalOrders.Pattern(email));
        foreach (var (shop, id) in orders)
        {
            if (session.Sql.Execute("UPDATE messages SET text = '' WHERE shop_id = $1 AND order_id = $2", shop, id) > 0)
            {
                session.Changed(Topic.Message, shop, id);
            }
        }
    }
}
