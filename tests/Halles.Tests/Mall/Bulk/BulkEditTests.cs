using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Bulk;
using Halles.Mall.Catalogue;
using Halles.Mall.Stock;
using Halles.Testing;

namespace Halles.Tests.Mall.Bulk;

public sealed class BulkEditTests
{
    private static readonly BulkChange TenLess = new(BulkKind.Price, new PriceRule(-1000, null, PriceEnding.Ninety));

    [Theory, OnBothEngines]
    public async Task Prices_are_planned_applied_and_put_back_and_what_changed_meanwhile_is_left(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var goods = await Goods(town, shop, 150);
        var other = await Goods(town, await town.Shop("Rue"), 1);
        var edit = await Plan(town, shop, [.. goods.Products, .. other.Products], TenLess);
        Prices(town, shop).ShouldAllBe(p => p == 1000, "nothing changes before it was looked at");
        var shown = town.Get<ReadBulkEdits>().Find(shop.Id, edit, 1)!;
        shown.Total.ShouldBe(150, "another shop's goods are passed over");
        shown.Lines[0].Line.ShouldSatisfyAllConditions(l => l.Before.ShouldBe("1000"), l => l.After.ShouldBe("890")); // 9.00 is nearer to 8.90

        await Price(town, shop, goods.Variants[3], 1234);
        await Apply(town, shop, edit);
        Prices(town, shop).CountBy(p => p).ToDictionary().ShouldBe(new Dictionary<long, int> { [890] = 149, [1234] = 1 }, ignoreOrder: true);
        var applied = town.Get<ReadBulkEdits>().Find(shop.Id, edit, 1)!;
        applied.Edit.State.ShouldBe(BulkState.Applied);
        applied.Lines[0].Line.ShouldSatisfyAllConditions(l => l.State.ShouldBe(BulkLineState.Skipped), l => l.Problem.ShouldBe(BulkProblems.ChangedSince.Code), l => l.VariantId.ShouldBe(goods.Variants[3]));
        (await town.Get<RunBulkEdit>().Apply(shop.Id, edit, shop.Clerk)).Problem.ShouldBe(BulkProblems.Begun);

        await Price(town, shop, goods.Variants[5], 555);
        await Undo(town, shop, edit);
        Prices(town, shop).CountBy(p => p).ToDictionary().ShouldBe(new Dictionary<long, int> { [1000] = 148, [1234] = 1, [555] = 1 }, ignoreOrder: true);
        var undone = town.Get<ReadBulkEdits>().Find(shop.Id, edit, 1)!;
        undone.Edit.State.ShouldBe(BulkState.Undone);
        undone.Counts.ShouldBe(new Dictionary<BulkLineState, int> { [BulkLineState.Undone] = 148, [BulkLineState.Stays] = 1, [BulkLineState.Skipped] = 1 }, ignoreOrder: true);
    }

    [Theory, OnBothEngines]
    public async Task Category_tax_state_and_stock_change_and_come_back(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var goods = await Goods(town, shop, 3);
        var (honey, category) = (Ids.New(town.Mall.Clock), Ids.New(town.Mall.Clock));
        await town.Mall.Write<Done>(s =>
        {
            s.Db.Add(new Category { Id = honey, Code = "honey", Name = new LocalText("fr", "Miels") });
            s.Db.Add(new Category { Id = category, Code = "jam", Name = new LocalText("fr", "Confitures") });
            return default(Done);
        });
        await Apply(town, shop, await Plan(town, shop, goods.Products, new BulkChange(BulkKind.Category, CategoryId: honey)));
        BulkChange[] changes =
        [
            new(BulkKind.Category, CategoryId: category), new(BulkKind.Tax, TaxCategory: "food"), new(BulkKind.State, State: ProductState.Draft), new(BulkKind.Stock, StoreId: shop.StoreId, Level: 7),
        ];
        var edits = new List<Guid>();
        foreach (var change in changes)
        {
            edits.Add(await Plan(town, shop, goods.Products, change));
            await Apply(town, shop, edits[^1]);
        }

        All().ShouldAllBe(p => p.CategoryId == category && p.TaxCategory == "food" && p.State == ProductState.Draft);
        goods.Variants.ForEach(v => shop.Has(v).OnHand.ShouldBe(7));
        (await town.Get<PlanBulkEdit>().Run(shop.Id, goods.Products, changes[1], shop.Clerk)).Problem.ShouldBe(BulkProblems.NothingToDo);
        foreach (var edit in edits)
        {
            await Undo(town, shop, edit);
        }

        All().ShouldAllBe(p => p.CategoryId == honey && p.TaxCategory == "standard" && p.State == ProductState.Published);
        goods.Variants.ForEach(v => shop.Has(v).OnHand.ShouldBe(20));

        List<Product> All()
        {
            using var db = town.Mall.Database.Read();
            return [.. db.Set<Product>().Where(p => p.ShopId == shop.Id)];
        }
    }

    [Theory, OnBothEngines]
    public async Task A_reduction_is_announced_only_where_it_is_lawful(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var goods = await Goods(town, shop, 2);
        town.Mall.Clock.Advance(TimeSpan.FromDays(1));
        await Price(town, shop, goods.Variants[0], 1000); // both have had their price for a day
        await Price(town, shop, goods.Variants[1], 500);
        town.Mall.Clock.Advance(TimeSpan.FromDays(1));
        await Price(town, shop, goods.Variants[1], 1000);
        town.Mall.Clock.Advance(TimeSpan.FromDays(1));
        var edit = await Plan(town, shop, goods.Products, TenLess with { Reduced = true });
        await Apply(town, shop, edit);
        Reduced(town, goods.Variants[0]).ShouldBe((890, true));
        Reduced(town, goods.Variants[1]).ShouldBe((1000, false), "it was cheaper two days ago: left as it is");
        town.Get<ReadBulkEdits>().Find(shop.Id, edit, 1)!.Lines[0].Line.Problem.ShouldBe(CatalogueProblems.NotAReduction.Code);

        // Dearer and back: the price returns, the announcement does not, for it was as cheap a moment ago.
        var dearer = await Plan(town, shop, [goods.Products[0]], new BulkChange(BulkKind.Price, new PriceRule(1000, null, PriceEnding.Exact)));
        await Apply(town, shop, dearer);
        Reduced(town, goods.Variants[0]).ShouldBe((979, false));
        await Undo(town, shop, dearer);
        Reduced(town, goods.Variants[0]).ShouldBe((890, false));
        town.Get<ReadBulkEdits>().Find(shop.Id, dearer, 1)!.Lines[0].Line.State.ShouldBe(BulkLineState.Undone);
        await Undo(town, shop, edit);
        Reduced(town, goods.Variants[0]).ShouldBe((890, false), "it has changed since: no longer announced");
    }

    [Theory, OnBothEngines]
    public async Task What_cannot_be_is_refused_and_after_a_week_nothing_is_undone(Engine engine)
    {
        using var town = await Town.On(engine);
        var (shop, other) = (await town.Shop("Martin"), await town.Shop("Rue"));
        var goods = await Goods(town, shop, 1);
        var plan = town.Get<PlanBulkEdit>();
        await Refused(TenLess, [], BulkProblems.NothingChosen.Code);
        await Refused(TenLess with { Price = new PriceRule(-10_000, null, PriceEnding.Exact) }, goods.Products, BulkProblems.Percent.Code);
        await Refused(new BulkChange(BulkKind.Category, CategoryId: shop.Id), goods.Products, CatalogueProblems.NoCategory.Code);
        await Refused(new BulkChange(BulkKind.Tax, TaxCategory: "luxury"), goods.Products, FieldProblems.NotOffered.Code);
        await Refused(new BulkChange(BulkKind.Stock, StoreId: other.StoreId, Level: 1), goods.Products, StockProblems.NoSuchStore.Code);
        var edit = await Plan(town, shop, goods.Products, TenLess);
        (await town.Get<RunBulkEdit>().Apply(other.Id, edit, other.Clerk)).Problem.ShouldBe(BulkProblems.None, "another shop's is none");
        town.Get<ReadBulkEdits>().Find(other.Id, edit, 1).ShouldBeNull();
        await Apply(town, shop, edit);
        town.Mall.Clock.Advance(RunBulkEdit.Kept + TimeSpan.FromMinutes(1));
        (await town.Get<RunBulkEdit>().Undo(shop.Id, edit, shop.Clerk)).Problem.ShouldBe(BulkProblems.TooLate);
        town.Mall.Clock.Advance(TimeSpan.FromDays(1));
        await town.Run<ForgetBulkEdits>();
        town.Mall.Scalar<long>("SELECT (SELECT count(*) FROM bulk_lines) + (SELECT count(*) FROM bulk_edits)").ShouldBe(0);

        async Task Refused(BulkChange change, IReadOnlyCollection<Guid> products, string code) => (await plan.Run(shop.Id, products, change, shop.Clerk)).Problem!.Code.ShouldBe(code);
    }

    [Theory, OnBothEngines]
    public async Task A_change_that_was_cut_off_goes_on_where_it_was(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var goods = await Goods(town, shop, 100);
        var edit = await Plan(town, shop, goods.Products, TenLess);
        TestTrader.Ok(await town.Get<RunBulkEdit>().Apply(shop.Id, edit, shop.Clerk)); // the first lines; then the process dies
        Prices(town, shop).Count(p => p == 890).ShouldBeInRange(1, 99);
        await Job(town);
        await Job(town); // leased to another node once more
        Prices(town, shop).ShouldAllBe(p => p == 890);
        town.Mall.Scalar<long>("SELECT count(*) FROM price_changes WHERE shop_id = $1 AND price = 890", shop.Id).ShouldBe(100);
    }

    [Theory, OnBothEngines]
    public async Task The_page_and_the_job_at_the_same_lines_change_each_once(Engine engine)
    {
        using var town = await Town.On(engine);
        var shop = await town.Shop("Martin");
        var goods = await Goods(town, shop, 130);
        var edit = await Plan(town, shop, goods.Products, TenLess);
        TestTrader.Ok(await town.Get<RunBulkEdit>().Apply(shop.Id, edit, shop.Clerk));
        await Task.WhenAll(Job(town), Job(town), Job(town));
        var shown = town.Get<ReadBulkEdits>().Find(shop.Id, edit, 1)!;
        shown.Edit.State.ShouldBe(BulkState.Applied);
        shown.Counts.ShouldBe(new Dictionary<BulkLineState, int> { [BulkLineState.Applied] = 130 });
        town.Mall.Scalar<long>("SELECT count(*) FROM audit WHERE action = 'change-price'").ShouldBe(130);
    }

    private static async Task<Guid> Plan(Town town, TownShop shop, IReadOnlyCollection<Guid> products, BulkChange change) =>
        TestTrader.Ok(await town.Get<PlanBulkEdit>().Run(shop.Id, products, change, shop.Clerk));

    private static async Task Apply(Town town, TownShop shop, Guid edit)
    {
        TestTrader.Ok(await town.Get<RunBulkEdit>().Apply(shop.Id, edit, shop.Clerk));
        await Job(town);
    }

    private static async Task Undo(Town town, TownShop shop, Guid edit)
    {
        TestTrader.Ok(await town.Get<RunBulkEdit>().Undo(shop.Id, edit, shop.Clerk));
        await Job(town);
    }

    private static Task Job(Town town) =>
        town.Get<RunBulkEdit>().Run(town.Mall.Scalar<string>("SELECT payload FROM jobs WHERE kind = 'bulk-edit' ORDER BY id DESC LIMIT 1")!, CancellationToken.None);

    private static async Task Price(Town town, TownShop shop, Guid variant, long price) =>
        TestTrader.Ok(await town.Get<EditProduct>().Price(shop.Id, variant, price, reduced: false, shop.Clerk));

    private static List<long> Prices(Town town, TownShop shop) => town.Mall.Database.Read(sql => sql.List("SELECT price FROM variants WHERE shop_id = $1", r => r.Long(0), shop.Id));

    private static (long, bool) Reduced(Town town, Guid variant) =>
        town.Mall.Database.Read(sql => sql.List("SELECT price, reduced_since FROM variants WHERE id = $1", r => (r.Long(0), !r.IsNull(1)), variant).Single());

    private static async Task<(List<Guid> Products, List<Guid> Variants)> Goods(Town town, TownShop shop, int count)
    {
        var variants = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            variants.Add(await shop.Sells($"Pot {i:D4}", 1000, onHand: 20));
        }

        return (variants.ConvertAll(v => town.Mall.Scalar<Guid>("SELECT product_id FROM variants WHERE id = $1", v)), variants);
    }
}
