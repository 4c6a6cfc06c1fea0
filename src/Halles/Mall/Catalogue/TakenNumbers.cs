using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Halles.Mall.Catalogue;

/// <summary>
/// The numbers (SKU) that variants of a shop have, in small letters or capitals (of ASCII, the same on both engines). They are
/// asked for one at a time, for a shop may have a hundred thousand.
/// </summary>
/// <param name="but">A product whose own numbers do not count.</param>
internal sealed class TakenNumbers(SqlSession sql, Guid shop, Guid? but = null)
{
    /// <summary>What a number is found by, as the index has it.</summary>
    private const string OnSqlite = "lower(sku)", OnPostgres = "lower(sku COLLATE \"C\")";

    // Given in this unit of work; their rows may still wait to be written.
    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);

    private readonly string _asked = $"SELECT count(*) FROM variants WHERE shop_id = $1 AND {(sql.Engine is Engine.Sqlite ? $"{OnSqlite} = lower($2)" : $"{OnPostgres} = lower($2 COLLATE \"C\")")} AND product_id <> $3";

    public bool Contains(string number) => _given.Contains(number) || sql.Scalar<long>(_asked, shop, number, but ?? Guid.Empty) > 0;

    /// <summary>Takes one; false when it is taken.</summary>
    public bool Take(string number) => !Contains(number) && _given.Add(number);

    [DbContext(typeof(MallDb))]
    [Migration("0034_SkuCase")]
    internal sealed class Migrated : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql($"CREATE UNIQUE INDEX variants_sku_case ON variants (shop_id, {(migrationBuilder.Engine() is Engine.Sqlite ? OnSqlite : OnPostgres)})");
    }
}
