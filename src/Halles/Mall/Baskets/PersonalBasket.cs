using Halles.Kernel.Storage;
using Halles.Mall.Identity;

namespace Halles.Mall.Baskets;

/// <summary>What a person meant to buy.</summary>
internal sealed class PersonalBasket : IPersonalDataHolder
{
    public string Section => "basket";

    public object? Export(MallDatabase database, Guid person) => database.Read(sql => sql.List(
        "SELECT l.variant_id, l.quantity, l.added_at FROM basket_lines l JOIN baskets b ON b.id = l.basket_id WHERE b.person_id = $1 ORDER BY l.added_at",
        r => new { Variant = r.Id(0), Quantity = r.Long(1), AddedAt = r.Instant(2) }, person));

    public void Erase(WriteSession session, Guid person, string? email)
    {
        session.Sql.Execute("DELETE FROM basket_codes WHERE basket_id IN (SELECT id FROM baskets WHERE person_id = $1)", person);
        session.Sql.Execute("DELETE FROM basket_lines WHERE basket_id IN (SELECT id FROM baskets WHERE person_id = $1)", person);
        session.Sql.Execute("DELETE FROM baskets WHERE person_id = $1", person);
    }
}
