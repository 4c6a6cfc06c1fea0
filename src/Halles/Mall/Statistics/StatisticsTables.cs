using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Statistics;

/// <summary>
/// How often a product had been looked at and put into a basket by the end of a day, since counting began; there is a row for
/// each day on which that rose. A period is the difference of two rows, however long it is. Counts, and nothing of who did.
/// </summary>
public sealed class ProductTotal
{
    public required Guid ShopId { get; init; }

    public required Guid ProductId { get; init; }

    /// <summary>The day on the mall's clock, as <see cref="DateOnly.DayNumber"/>.</summary>
    public required int Day { get; init; }

    /// <summary>How often its page was shown, up to and with that day.</summary>
    public required long Views { get; init; }

    /// <summary>Into how many baskets it came, up to and with that day.</summary>
    public required long Baskets { get; init; }
}

/// <summary>How often a shop's products together were looked at and put into a basket on one day.</summary>
public sealed class ShopDay
{
    public required Guid ShopId { get; init; }

    /// <summary>The day on the mall's clock, as <see cref="DateOnly.DayNumber"/>.</summary>
    public required int Day { get; init; }

    public required long Views { get; init; }

    public required long Baskets { get; init; }
}

internal sealed class StatisticsTables : IEntityTypeConfiguration<ProductTotal>, IEntityTypeConfiguration<ShopDay>
{
    public void Configure(EntityTypeBuilder<ProductTotal> builder) =>
        builder.ToTable("product_totals").HasKey(t => new { t.ShopId, t.ProductId, t.Day });

    public void Configure(EntityTypeBuilder<ShopDay> builder) =>
        builder.ToTable("shop_days").HasKey(d => new { d.ShopId, d.Day });
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

[DbContext(typeof(MallDb))]
[Migration("0032_Totals")]
internal sealed class TotalsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE product_totals (
            shop_id {id} NOT NULL, product_id {id} NOT NULL, day {int} NOT NULL, views {long} NOT NULL, baskets {long} NOT NULL, PRIMARY KEY (shop_id, product_id, day)) {by-key};
        INSERT INTO product_totals (shop_id, product_id, day, views, baskets)
            SELECT shop_id, product_id, day, CAST(sum(views) OVER w AS bigint), CAST(sum(baskets) OVER w AS bigint) FROM product_days WINDOW w AS (PARTITION BY shop_id, product_id ORDER BY day);
        CREATE TABLE shop_days (shop_id {id} NOT NULL, day {int} NOT NULL, views {long} NOT NULL, baskets {long} NOT NULL, PRIMARY KEY (shop_id, day));
        INSERT INTO shop_days (shop_id, day, views, baskets) SELECT shop_id, day, CAST(sum(views) AS bigint), CAST(sum(baskets) AS bigint) FROM product_days GROUP BY shop_id, day;
        DROP TABLE product_days;
        """);
}
