using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Stock;

/// <summary>The shop was told that a variant is low in a store, and it has not been above its level since.</summary>
internal sealed class StockWarning
{
    public required Guid ShopId { get; init; }

    public required Guid VariantId { get; init; }

    public required Guid StoreId { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class StockWarningTables : IEntityTypeConfiguration<StockWarning>
{
    public void Configure(EntityTypeBuilder<StockWarning> builder) => builder.ToTable("stock_warnings").HasKey(w => new { w.ShopId, w.VariantId, w.StoreId });
}

/// <summary>What is low already when the mall gets this is taken as told: nobody is written to about years.</summary>
[DbContext(typeof(MallDb))]
[Migration("0031_StockWarnings")]
internal sealed class StockWarningsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        CREATE TABLE stock_warnings (
            shop_id {id} NOT NULL, variant_id {id} NOT NULL, store_id {id} NOT NULL, at {instant} NOT NULL, PRIMARY KEY (shop_id, variant_id, store_id));
        INSERT INTO stock_warnings (shop_id, variant_id, store_id, at)
            SELECT shop_id, variant_id, store_id, seen_at FROM stock WHERE on_hand - held - safety <= coalesce(low, 2);
        """);
}
