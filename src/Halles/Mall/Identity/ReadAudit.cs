using Halles.Kernel.Auditing;
using Halles.Kernel.Storage;

namespace Halles.Mall.Identity;

/// <summary>An entry of the audit with the names of who acted and of the shop.</summary>
/// <param name="Who">Empty for the mall itself, and for somebody who was erased.</param>
/// <param name="Shop">Empty for what is the mall's own.</param>
public sealed record AuditLine(AuditRow Row, string Who, string Shop);

/// <summary>Reads the audit for people: the mall's office all of it, a shop its own.</summary>
public sealed class ReadAudit(MallDatabase database, AuditLog log)
{
    private const int MostPeople = 50;

    /// <summary>What is asked for, newest first, with names.</summary>
    public List<AuditLine> Find(AuditQuery query, int most)
    {
        var rows = log.Find(query, most);
        return database.Read(sql =>
        {
            var people = Names(sql, "people", rows.Select(r => r.Entry.Actor).OfType<Guid>());
            var shops = Names(sql, "shops", rows.Select(r => r.Entry.ShopId).Where(s => s != Guid.Empty));
            return rows.ConvertAll(r => new AuditLine(r, r.Entry.Actor is { } who ? people.GetValueOrDefault(who, "") : "", shops.GetValueOrDefault(r.Entry.ShopId, "")));
        });
    }

    /// <summary>People by part of their name or e-mail; null for no words, which mean everybody.</summary>
    public List<Guid>? People(string words) => words.Trim().ToLowerInvariant() is { Length: > 0 } typed
        ? database.Read(sql => sql.List("SELECT id FROM people WHERE lower(name) LIKE $1 OR lower(email) LIKE $1 ORDER BY name LIMIT $2", r => r.Id(0), $"%{typed}%", MostPeople))
        : null;

    /// <summary>A shop by its name in addresses or its name; null when there is none such.</summary>
    public Guid? Shop(string words) => database.Read(sql => sql.List(
        "SELECT id FROM shops WHERE slug = $1 OR lower(name) = $1 ORDER BY slug LIMIT 1", r => (Guid?)r.Id(0), words.Trim().ToLowerInvariant())).FirstOrDefault();

    /// <summary>Recomputes the chain of hashes: how many entries there are, and the first that does not fit.</summary>
    public (long Rows, long? Broken) Verify() => database.Read(AuditLog.Verify);

    private static Dictionary<Guid, string> Names(SqlSession sql, string table, IEnumerable<Guid> ids) =>
        sql.List($"SELECT id, name FROM {table} WHERE id {sql.Among(1)}", r => (Id: r.Id(0), Name: r.Text(1)), sql.Ids(ids.Distinct())).ToDictionary(r => r.Id, r => r.Name);
}
