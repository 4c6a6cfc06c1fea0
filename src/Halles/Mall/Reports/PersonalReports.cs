using Halles.Kernel.Storage;
using Halles.Mall.Identity;

namespace Halles.Mall.Reports;

/// <summary>What a person has reported. Forgotten with them are their words; what was reported, and what was decided, stays.</summary>
internal sealed class PersonalReports : IPersonalDataHolder
{
    private const string Theirs = "(person_id = $1 OR email = $2)";

    public string Section => "reports";

    public object? Export(MallDatabase database, Guid person) => database.Read(sql => sql.List(
        "SELECT code, reason, words, name, email, at, state, measure FROM reports WHERE person_id = $1 ORDER BY at",
        r => new { Code = r.Text(0), Reason = r.Text(1), Words = r.Text(2), Name = r.Text(3), Email = r.TextOrNull(4), At = r.Instant(5), State = r.Text(6), Measure = r.Text(7) }, person));

    public IReadOnlyList<string> Marks(SqlSession sql, Guid person, string? email) =>
        [.. sql.List($"SELECT code FROM reports WHERE {Theirs}", r => r.Text(0), person, email?.ToLowerInvariant() ?? "").Select(c => $"{c[..4]}·{c[4..]}")]; // as letters write them

    public void Erase(WriteSession session, Guid person, string? email)
    {
        var address = email?.ToLowerInvariant() ?? "";
        session.Sql.Execute($"UPDATE report_appeals SET words = '' WHERE side = 'Reporter' AND report_id IN (SELECT id FROM reports WHERE {Theirs})", person, address);
        session.Sql.Execute($"UPDATE reports SET name = '', email = NULL, person_id = NULL, words = '' WHERE {Theirs}", person, address);
    }
}
