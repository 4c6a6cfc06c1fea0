using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Identity;

/// <summary>What a shop writes to its team by e-mail.</summary>
public enum TeamLetter
{
    /// <summary>An order has come in, and what then needs the shop: a reminder, a cancellation, goods that are gone, a return.</summary>
    Orders,

    /// <summary>A shopper wrote.</summary>
    Messages,

    /// <summary>Goods fell to the level from which on the shop wants to know.</summary>
    LowStock,

    /// <summary>Each morning what was sold and what waits.</summary>
    Day,
}

/// <summary>Somebody of a team whom a letter goes to.</summary>
/// <param name="Language">In which they are written to.</param>
public sealed record LetterReader(string Email, string Language);

/// <summary>Which letters each of a shop's team gets: as their role has it until they choose for themselves.</summary>
public sealed class TeamLetters(MallDatabase database, MallWriter writer)
{
    private const string Member = "SELECT m.role, m.letters, p.email, p.language FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.shop_id = $1 ";

    /// <summary>What somebody gets who never chose: those who stand in for the shop what cannot wait, who helps at the desk sees it there.</summary>
    public static IReadOnlyList<TeamLetter> Usual(ShopRole role) => role is ShopRole.Clerk ? [] : [TeamLetter.Orders, TeamLetter.Messages, TeamLetter.LowStock];

    /// <summary>What a member gets; null for who is none.</summary>
    public IReadOnlyList<TeamLetter>? Of(Guid shop, Guid person) =>
        database.Read(sql => sql.List(Member + "AND m.person_id = $2", r => Letters(r, 0), shop, person)) is [var chosen] ? chosen : null;

    /// <summary>Whom in the team a letter goes to, by address.</summary>
    public List<LetterReader> Readers(Guid shop, TeamLetter letter) => database.Read(sql => sql.List(
            Member + "AND p.email IS NOT NULL ORDER BY p.email", r => (Letters: Letters(r, 0), Reader: new LetterReader(r.Text(2), r.Text(3))), shop))
        .Where(m => m.Letters.Contains(letter)).Select(m => m.Reader).ToList();

    /// <summary>The shops at work where somebody wants a letter and none was written since a moment.</summary>
    public List<Guid> Waiting(TeamLetter letter, DateTimeOffset since) => database.Read(sql => sql.List(
            """
            SELECT m.shop_id, m.role, m.letters FROM memberships m JOIN shops s ON s.id = m.shop_id
            WHERE s.state IN ('Open', 'Paused', 'Suspended') AND NOT EXISTS (SELECT 1 FROM team_letters l WHERE l.shop_id = m.shop_id AND l.letter = $1 AND l.at > $2)
            """,
            r => (Shop: r.Id(0), Letters: Letters(r, 1)), letter, since))
        .Where(m => m.Letters.Contains(letter)).Select(m => m.Shop).Distinct().ToList();

    /// <summary>Chooses for one member; what was chosen before no longer counts.</summary>
    public Task<Result<Done>> Choose(Guid shop, Guid person, IEnumerable<TeamLetter> letters) => writer.Write<Done>(
        s =>
        {
            if (s.Db.Find<Membership>(shop, person) is not { } member)
            {
                return IdentityProblems.None;
            }

            member.Letters = [.. letters.Distinct().Order()];
            return default(Done);
        },
        Lane.Office,
        People.Lock(shop));

    /// <summary>
    /// Notes that a letter to the team is written now, in the transaction that writes it: false when one was after that moment,
    /// and then none is. So it is sent once, whoever asks, and again after a crash.
    /// </summary>
    public static bool Take(WriteSession session, Guid shop, TeamLetter letter, DateTimeOffset after) => session.Sql.Execute(
        "INSERT INTO team_letters (shop_id, letter, at) VALUES ($1, $2, $3) ON CONFLICT (shop_id, letter) DO UPDATE SET at = excluded.at WHERE team_letters.at <= $4",
        shop, letter, session.Now, after) == 1;

    // The role stands in a column, what was chosen in the next.
    private static IReadOnlyList<TeamLetter> Letters(SqlRows r, int role) =>
        r.TextOrNull(role + 1) is { } chosen ? JsonSerializer.Deserialize<List<TeamLetter>>(chosen, Json.Stored)! : Usual(r.Word<ShopRole>(role));
}

/// <summary>When a shop's team was last written a letter that gathers what happened.</summary>
internal sealed class SentLetter
{
    public required Guid ShopId { get; init; }

    public required TeamLetter Letter { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class TeamLettersTables : IEntityTypeConfiguration<SentLetter>
{
    public void Configure(EntityTypeBuilder<SentLetter> builder) => builder.ToTable("team_letters").HasKey(l => new { l.ShopId, l.Letter });
}

[DbContext(typeof(MallDb))]
[Migration("0030_TeamLetters")]
internal sealed class TeamLettersMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        ALTER TABLE memberships ADD COLUMN letters {text};
        CREATE TABLE team_letters (shop_id {id} NOT NULL, letter {text} NOT NULL, at {instant} NOT NULL, PRIMARY KEY (shop_id, letter));
        """);
}
