using Halles.Kernel.Storage;
using Halles.Mall.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Orders;

/// <summary>A view of a shop's orders under a name.</summary>
public sealed class SavedOrderView
{
    public required Guid ShopId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Who alone sees it; null for everybody at the shop's desk.</summary>
    public Guid? PersonId { get; init; }

    public required string Name { get; init; }

    /// <summary>What is shown, as the query of the page's address.</summary>
    public required string Query { get; set; }
}

internal sealed class OrderViewTables : IEntityTypeConfiguration<SavedOrderView>
{
    public void Configure(EntityTypeBuilder<SavedOrderView> builder)
    {
        builder.ToTable("order_views").HasKey(v => new { v.ShopId, v.Id });
        builder.HasIndex(v => v.PersonId).HasDatabaseName("order_views_person");
    }
}

[DbContext(typeof(MallDb))]
[Migration("0025_OrderViews")]
internal sealed class OrderViewsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE order_views (shop_id {id} NOT NULL, id {id} NOT NULL, person_id {id}, name {text} NOT NULL, query {text} NOT NULL, PRIMARY KEY (shop_id, id));
        CREATE INDEX order_views_person ON order_views (person_id);
        """);
}

/// <summary>The views that somebody kept for themselves.</summary>
internal sealed class PersonalOrderViews : IPersonalDataHolder
{
    public string Section => "orderViews";

    public object? Export(MallDatabase database, Guid person) => database.Read(sql => sql.List(
        "SELECT name, query FROM order_views WHERE person_id = $1 ORDER BY name", r => new { Name = r.Text(0), Query = r.Text(1) }, person));

    public void Erase(WriteSession session, Guid person, string? email) => session.Sql.Execute("DELETE FROM order_views WHERE person_id = $1", person);
}
