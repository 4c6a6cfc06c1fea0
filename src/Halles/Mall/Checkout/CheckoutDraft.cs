using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Baskets;
using Halles.Mall.Fulfilment;
using Halles.Mall.Identity;
using Halles.Mall.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Checkout;

/// <summary>What a shopper has answered so far on the way to placing; kept between the steps, so that nothing typed is lost.</summary>
public sealed record CheckoutDraft
{
    /// <summary>The chosen ways by shop.</summary>
    public IReadOnlyDictionary<Guid, DraftChoice> Shops { get; init; } = new Dictionary<Guid, DraftChoice>();

    public Contact? Contact { get; init; }

    /// <summary>Where delivered and shipped goods go.</summary>
    public Address? Address { get; init; }

    /// <summary>A word to the shops.</summary>
    public string Note { get; init; } = "";
}

/// <summary>How one shop's goods are to be had and paid.</summary>
/// <param name="Payment">Code of the payment method; null until that step.</param>
public sealed record DraftChoice(FulfilmentKind Way, Guid StoreId, string? Payment = null);

/// <summary>Keeps the drafts, one per basket, for thirty days.</summary>
public sealed class CheckoutDrafts(MallDatabase database, MallWriter writer) : IPersonalDataHolder
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Section => "checkout";

    public object? Export(MallDatabase database, Guid person) => Of(Shopper.Person(person)) is { Contact: not null } draft ? draft : null;

    public void Erase(WriteSession session, Guid person, string? email) => session.Sql.Execute("DELETE FROM checkout_drafts WHERE basket_id = $1", person);

    /// <summary>The shopper's draft; an empty one when there is none.</summary>
    public CheckoutDraft Of(Shopper shopper) => database.Read(sql =>
        sql.List("SELECT draft FROM checkout_drafts WHERE basket_id = $1", r => r.Json<CheckoutDraft>(0), shopper.Id).FirstOrDefault()) ?? new CheckoutDraft();

    /// <summary>Keeps the draft, and forgets those that nobody came back to.</summary>
    public Task<Result<Done>> Keep(Shopper shopper, CheckoutDraft draft) => writer.Write<Done>(s =>
    {
        s.Sql.Execute("DELETE FROM checkout_drafts WHERE updated_at < $1", s.Now - Kept);
        s.Sql.Execute(
            "INSERT INTO checkout_drafts (basket_id, draft, updated_at) VALUES ($1, $2, $3) ON CONFLICT (basket_id) DO UPDATE SET draft = excluded.draft, updated_at = excluded.updated_at",
            shopper.Id, System.Text.Json.JsonSerializer.Serialize(draft, Json.Stored), s.Now);
        return default(Done);
    });
}

internal sealed class DraftRow
{
    public required Guid BasketId { get; init; }

    public required CheckoutDraft Draft { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class CheckoutTables : IEntityTypeConfiguration<DraftRow>
{
    public void Configure(EntityTypeBuilder<DraftRow> builder)
    {
        builder.ToTable("checkout_drafts").HasKey(d => d.BasketId);
        builder.HasIndex(d => d.UpdatedAt).HasDatabaseName("checkout_drafts_updated");
        builder.Property(d => d.Draft).HasJson();
    }
}

[DbContext(typeof(MallDb))]
[Migration("0015_Checkout")]
internal sealed class CheckoutMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE checkout_drafts (basket_id {id} NOT NULL PRIMARY KEY, draft {text} NOT NULL, updated_at {instant} NOT NULL);
        CREATE INDEX checkout_drafts_updated ON checkout_drafts (updated_at);
        """);
}
