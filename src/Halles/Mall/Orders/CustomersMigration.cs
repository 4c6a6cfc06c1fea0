using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Orders;

/// <summary>A buyer's orders are found by shop, newest first, by the index that finds them at all.</summary>
[DbContext(typeof(MallDb))]
[Migration("0025_Customers")]
internal sealed class CustomersMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Tables("""
        DROP INDEX orders_buyer;
        CREATE INDEX orders_buyer ON orders (buyer, shop_id, id);
        """);
}
