using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Statistics;

/// <summary>How often a product was looked at and put into a basket on one day. Counts, and nothing of who did.</summary>
public sealed class ProductDay
{
    public required Guid ShopId { get; init; }

    /// <summary>The day on the mall's clock, as <see cref="DateOnly.DayNumber"/>.</summary>
    public required int Day { get; init; }

    public required Guid ProductId { get; init; }

    /// <summary>How often its page was shown.</summary>
    public required long Views { get; set; }

    /// <summary>Into how many baskets it came.</summary>
    public required long Baskets { get; set; }
}

internal sealed class StatisticsTables : IEntityTypeConfiguration<ProductDay>
{
    public void Configure(EntityTypeBuilder<ProductDay> builder) =>
        builder.ToTable("product_days").HasKey(d => new { d.ShopId, d.Day, d.ProductId });
}

[DbContext(typeof(MallDb))]
[Migration("0024_Statistics")]
internal sealed class StatisticsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE product_days (
            shop_id {id} NOT NULL, day {int} NOT NULL, product_id {id} NOT NULL, views {long} NOT NULL, baskets {long} NOT NULL, PRIMARY KEY (shop_id, day, product_id));
        """);
}
