using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Invariants;
using Halles.Testing;

namespace Halles.Tests.Mall.Invariants;

public sealed class FamilyTests
{
    /// <summary>Columns that name something of a shop's, wherever they stand beside a shop.</summary>
    private static readonly string[] Names = ["product_id", "variant_id", "store_id", "order_id"];

    [Theory, OnBothEngines]
    public void Every_table_with_a_shop_stands_among_the_families_by_each_parent_that_it_names(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var columns = mall.Database.Read(sql => sql.List(
            engine is Engine.Sqlite
                ? "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
                : "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema()",
            r => (Table: r.Text(0), Column: r.Text(1))));
        var ofShops = columns.Where(c => c.Column is "shop_id").Select(c => c.Table).ToList();
        ofShops.Count.ShouldBeGreaterThan(20);
        ofShops.Except(FamilyInvariant.Families.Select(f => f.Child)).ShouldBeEmpty("tables whose shop nobody compares: add them to the families");
        columns.Where(c => ofShops.Contains(c.Table) && Names.Contains(c.Column))
            .Except(FamilyInvariant.Families.Select(f => (f.Child, f.Key))).ShouldBeEmpty("parents that nobody compares: add them to the families");
    }

    [Theory, OnBothEngines]
    public async Task A_child_of_another_shop_is_noticed_in_each_family(Engine engine)
    {
        using var town = await UsedTown.On(engine);
        var stray = Ids.New(town.Mall.Clock);
        var unnoticed = new List<string>();
        foreach (var (child, key, _, only) in FamilyInvariant.Families.Where(f => f.Child is not "audit")) // its rows cannot be changed: InvariantTests adds one
        {
            await town.Mall.Writer.Write<Done>(s =>
            {
                var row = engine is Engine.PostgreSql ? "ctid" : child is "product_totals" ? "day" : "rowid"; // its rows lie by their key and have no number
                var where = only is null ? "" : "WHERE " + only.Replace("$1", "$2", StringComparison.Ordinal);
                object[] args = where.Contains("$2", StringComparison.Ordinal) ? [stray, Guid.Empty] : [stray];
                s.Sql.Execute($"UPDATE {child} SET {key} = $1 WHERE {row} = (SELECT min({row}) FROM {child} {where})", args).ShouldBe(1, $"{child} has no row");
                if (!FamilyInvariant.ShopsAgree(s.Sql).Examples.Any(e => e.StartsWith(child + " ", StringComparison.Ordinal) && e.Contains(stray.ToString(), StringComparison.Ordinal)))
                {
                    unnoticed.Add($"{child}.{key}");
                }

                return StorageProblems.Stale;
            });
        }

        unnoticed.ShouldBeEmpty();
    }
}
