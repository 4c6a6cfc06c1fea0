using System.Text;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Bulk;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Bulk;

public sealed class StockFileTests
{
    [Theory, OnBothEngines]
    public async Task A_tills_table_becomes_a_plan_with_every_row_accounted_for(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (jam, honey, tea) = (await shop.Sells("Confiture", 450, onHand: 12), await shop.Sells("Miel", 890, onHand: 5), await shop.Sells("Thé", 1200, onHand: 3));
        var theirs = await (await town.Shop("Rue")).Sells("Lampe", 4900);
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET gtin = $1 WHERE id = $2", "03017620422003", honey));
        var file = Encoding.Latin1.GetBytes($""""
            Référence;Désignation;EAN;Qté
            {jam:N};"Confiture ""d'été""";;10,00
            ;Miel;3017620422003;7
            {tea:N};Thé;;3
            {theirs:N};Lampe;;1
            {jam:N};Encore;;4
            {tea:N};Thé;;-5
            {tea:N};Thé;;1,5
            ;;;9

            """".ReplaceLineEndings("\r\n"));
        var planned = TestTrader.Ok(await town.Get<PlanStockFile>().Run(shop.Id, shop.StoreId, new MemoryStream(file), shop.Clerk));
        (planned.Rows, planned.Lines, planned.Unchanged).ShouldBe((8, 2, 1));
        planned.Errors.Select(e => (e.Row, e.Column, e.Problem.Code)).ShouldBe(
            [(5, "Référence", StockProblems.NoSuchVariant.Code), (6, "Référence", BulkProblems.Twice.Code), (7, "Qté", StockProblems.AmountWrong.Code), (8, "Qté", StockProblems.AmountWrong.Code), (9, "Référence", FieldProblems.Missing.Code)]);
        shop.Has(jam).OnHand.ShouldBe(12, "a plan changes nothing");
        TestTrader.Ok(await town.Get<RunBulkEdit>().Apply(shop.Id, planned.Edit!.Value, shop.Clerk));
        (shop.Has(jam).OnHand, shop.Has(honey).OnHand, shop.Has(tea).OnHand).ShouldBe((10, 7, 3));
    }

    [Theory, OnBothEngines]
    public async Task What_goes_out_comes_in_again_unchanged(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var (jam, formula) = (await shop.Sells("Confiture; \"maison\"", 450, onHand: 12), await shop.Sells("=2+3", 100, onHand: 4));
        await town.Mall.Write<int>(s => s.Sql.Execute("UPDATE variants SET sku = '-17' WHERE id = $1", formula));
        var table = town.Get<WriteStockFile>().Run(shop.Id, shop.StoreId, ';');
        Encoding.UTF8.GetString(table).ShouldContain("'-17;;'=2+3;4;0");
        var planned = TestTrader.Ok(await town.Get<PlanStockFile>().Run(shop.Id, shop.StoreId, new MemoryStream(table), shop.Clerk));
        planned.ShouldSatisfyAllConditions(p => p.Rows.ShouldBe(2), p => p.Unchanged.ShouldBe(2), p => p.Edit.ShouldBeNull());
        shop.Has(jam).OnHand.ShouldBe(12);
    }

    [Theory]
    [InlineData("", "table-empty")]
    [InlineData("sku,price\nA,1", "stock-file-columns")]
    [InlineData("sku,stock\n", "table-no-rows")]
    [InlineData("\0\u0001\u0002\0\u0003", "table-binary")]
    public async Task A_file_that_is_no_such_table_says_why(string text, string code)
    {
        using var town = await Town.On(Engine.Sqlite);
        var shop = await town.Shop("Martin");
        var refused = (await town.Get<PlanStockFile>().Run(shop.Id, shop.StoreId, new MemoryStream(Encoding.UTF8.GetBytes(text)), shop.Clerk)).Problem!;
        (refused.Code, refused.Field).ShouldBe((code, "file"));
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("12,00", 12)]
    [InlineData("1 200", 1200)]
    [InlineData("1.200,0", 1200)]
    [InlineData("1,200.0", 1200)]
    [InlineData("1,5", -1)]
    [InlineData("-1", -1)]
    [InlineData("many", -1)]
    [InlineData("", -1)]
    [InlineData("99999999999", -1)]
    public void Counts_are_whole_in_any_writing(string cell, long count) => (PlanStockFile.TryCount(cell, out var read) ? read : -1).ShouldBe(count);
}
