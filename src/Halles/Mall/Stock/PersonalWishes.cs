using Halles.Kernel.Storage;
using Halles.Mall.Identity;

namespace Halles.Mall.Stock;

/// <summary>The goods that a person waits for.</summary>
internal sealed class PersonalWishes : IPersonalDataHolder
{
    public string Section => "stockWishes";

    public object? Export(MallDatabase database, Guid person) => database.Read(sql => sql.List(
        "SELECT v.sku, w.email, w.at FROM stock_wishes w JOIN variants v ON v.shop_id = w.shop_id AND v.id = w.variant_id WHERE w.person_id = $1 ORDER BY w.at",
        r => new { Sku = r.Text(0), Email = r.Text(1), At = r.Instant(2) }, person));

    public void Erase(WriteSession session, Guid person, string? email) =>
        session.Sql.Execute("DELETE FROM stock_wishes WHERE person_id = $1 OR email = $2", person, email?.ToLowerInvariant() ?? "");
}
