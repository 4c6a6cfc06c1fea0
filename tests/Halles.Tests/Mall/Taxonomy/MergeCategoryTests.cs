using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Taxonomy;
using Halles.Testing;

namespace Halles.Tests.Mall.Taxonomy;

public sealed class MergeCategoryTests
{
    [Theory, OnBothEngines]
    public async Task Products_attributes_names_addresses_and_numbers_follow_and_come_back(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (merge, changes) = Make(trader);
        var edit = new EditTaxonomy(trader.Mall.Writer, trader.Settings);
        var rolls = TestTrader.Ok(await edit.Category(null, new CategoryInput("rolls", new LocalText { ["fr"] = "Petits pains", ["en"] = "Rolls" }, trader.Aisle, 1, ["power"]), trader.Actor));
        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE categories SET google_id = 7 WHERE id = $1", trader.Bread);
            s.Sql.Execute("UPDATE categories SET attributes = '[\"power\"]' WHERE id = $1", rolls);
            return default(Done);
        });
        var loaf = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        var version = trader.Find(loaf).Version;

        var change = TestTrader.Ok(await merge.Run(trader.Bread, rolls, trader.Actor));
        await Follow(trader, change);
        trader.Find(loaf).CategoryId.ShouldBe(rolls);
        trader.Find(loaf).Version.ShouldBe(version + 1, "an open form must not write over it");
        Find(trader, trader.Bread).ShouldBeNull();
        Find(trader, rolls)!.Attributes.ShouldBe(["power", "flour", "organic"]);
        var alias = Alias(trader, "bread");
        (alias.CategoryId, alias.FormerId, alias.GoogleId, alias.Name["fr"]).ShouldBe((rolls, trader.Bread, 7, "Pains"));
        trader.Mall.Database.Read(sql => CategoryAlias.Now(sql, trader.Bread)).ShouldBe(rolls);
        var shown = changes.Find(change)!;
        (shown.Change.State, shown.Change.Products, shown.Problem).ShouldBe((CategoryChangeState.Done, 1, null));

        TestTrader.Ok(await changes.Undo(change, trader.Actor));
        await Follow(trader, change);
        trader.Find(loaf).CategoryId.ShouldBe(trader.Bread);
        Find(trader, trader.Bread)!.ShouldSatisfyAllConditions(c => c.Code.ShouldBe("bread"), c => c.ParentId.ShouldBe(trader.Aisle), c => c.GoogleId.ShouldBe(7), c => c.Attributes.ShouldBe(["flour", "organic", "power"]));
        Find(trader, rolls)!.Attributes.ShouldBe(["power"]);
        trader.Mall.Scalar<long>("SELECT count(*) FROM category_aliases").ShouldBe(0);
        changes.Find(change)!.Change.State.ShouldBe(CategoryChangeState.Undone);
        (await changes.Undo(change, trader.Actor)).Problem.ShouldBe(TaxonomyProblems.NoChange);
    }

    [Theory, OnBothEngines]
    public async Task A_product_that_its_shop_moved_meanwhile_stays_where_the_shop_put_it(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (merge, changes) = Make(trader);
        var rolls = await Add(trader, "rolls", trader.Aisle);
        var cakes = await Add(trader, "cakes", trader.Aisle);
        var loaf = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        var change = TestTrader.Ok(await merge.Run(trader.Bread, rolls, trader.Actor));
        await Follow(trader, change);
        await trader.Mall.Write<Done>(s => EditProduct.Category(s, trader.Shop, loaf, cakes, trader.Actor), EditProduct.Lock(trader.Shop));
        TestTrader.Ok(await changes.Undo(change, trader.Actor));
        await Follow(trader, change);
        trader.Find(loaf).CategoryId.ShouldBe(cakes);
    }

    [Theory, OnBothEngines]
    public async Task What_was_touched_since_is_not_undone_by_itself(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (merge, changes) = Make(trader);
        var rolls = await Add(trader, "rolls", trader.Aisle);
        var change = TestTrader.Ok(await merge.Run(trader.Bread, rolls, trader.Actor));
        await Follow(trader, change);
        TestTrader.Ok(await new EditTaxonomy(trader.Mall.Writer, trader.Settings).Category(rolls, new CategoryInput("rolls", new LocalText("fr", "Pains et petits pains"), trader.Aisle, 1, []), trader.Actor));
        changes.Find(change)!.Problem!.Code.ShouldBe("category-touched-since");
        (await changes.Undo(change, trader.Actor)).Problem!.Code.ShouldBe("category-touched-since");
        Find(trader, trader.Bread).ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task What_would_put_products_beside_categories_or_go_too_deep_is_refused(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (merge, _) = Make(trader);
        TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        var other = await Add(trader, "larder", null);
        var jam = await Add(trader, "jam", other);
        var red = await Add(trader, "red-jam", jam);
        merge.Wrong(trader.Bread, other)!.Code.ShouldBe("category-merge-has-below");
        merge.Wrong(other, trader.Bread)!.Code.ShouldBe("category-depth");
        merge.Wrong(jam, trader.Bread).ShouldBe(CatalogueProblems.ParentHasProducts);
        merge.Wrong(trader.Aisle, trader.Bread).ShouldBe(TaxonomyProblems.MergeBelow);
        merge.Wrong(red, red).ShouldBe(TaxonomyProblems.Itself);
        merge.Wrong(red, Guid.Empty).ShouldBe(CatalogueProblems.NoCategory);
        merge.Wrong(other, trader.Aisle).ShouldBeNull();
    }

    [Theory, OnBothEngines]
    public async Task What_is_below_follows_and_earlier_addresses_too(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (merge, changes) = Make(trader);
        var larder = await Add(trader, "larder", null);
        var jam = await Add(trader, "jam", larder);
        var cellar = await Add(trader, "cellar", null);
        await Follow(trader, TestTrader.Ok(await merge.Run(cellar, larder, trader.Actor)));
        var change = TestTrader.Ok(await merge.Run(larder, trader.Aisle, trader.Actor));
        await Follow(trader, change);
        Find(trader, jam)!.ParentId.ShouldBe(trader.Aisle);
        (Alias(trader, "larder").CategoryId, Alias(trader, "cellar").CategoryId).ShouldBe((trader.Aisle, trader.Aisle));
        TestTrader.Ok(await changes.Undo(change, trader.Actor));
        await Follow(trader, change);
        Find(trader, jam)!.ParentId.ShouldBe(larder);
        Alias(trader, "cellar").CategoryId.ShouldBe(larder);
    }

    [Theory, OnBothEngines]
    public async Task A_moved_category_takes_all_below_it_and_goes_back_to_its_place(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (_, changes) = Make(trader);
        var move = new MoveCategory(trader.Mall.Writer);
        var larder = await Add(trader, "larder", null);
        var loaf = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        (await move.Run(trader.Bread, trader.Aisle, trader.Actor)).Problem.ShouldBe(TaxonomyProblems.Itself);
        (await move.Run(trader.Aisle, trader.Bread, trader.Actor)).Problem.ShouldBe(CatalogueProblems.CategoryCircle);
        (await move.Run(larder, trader.Bread, trader.Actor)).Problem.ShouldBe(CatalogueProblems.ParentHasProducts);
        var change = TestTrader.Ok(await move.Run(trader.Bread, larder, trader.Actor));
        Find(trader, trader.Bread)!.ParentId.ShouldBe(larder);
        trader.Find(loaf).CategoryId.ShouldBe(trader.Bread, "products stay in it");
        TestTrader.Ok(await changes.Undo(change, trader.Actor));
        Find(trader, trader.Bread)!.ParentId.ShouldBe(trader.Aisle);
        var again = TestTrader.Ok(await move.Run(trader.Bread, larder, trader.Actor));
        TestTrader.Ok(await move.Run(trader.Bread, null, trader.Actor));
        (await changes.Undo(again, trader.Actor)).Problem!.Code.ShouldBe("category-touched-since");
    }

    [Theory, OnBothEngines]
    public async Task A_product_that_came_while_its_category_went_is_fetched(Engine engine)
    {
        using var trader = await TestTrader.On(engine);
        var (merge, _) = Make(trader);
        var rolls = await Add(trader, "rolls", trader.Aisle);
        var loaf = TestTrader.Ok(await trader.Products.Create(trader.Shop, trader.Loaf(), "fr", trader.Actor));
        var change = TestTrader.Ok(await merge.Run(trader.Bread, rolls, trader.Actor));
        await Follow(trader, change);
        await trader.Mall.Write<Done>(s =>
        {
            s.Sql.Execute("UPDATE products SET category_id = $2 WHERE id = $1", loaf, trader.Bread); // as another node may that had looked before
            return default(Done);
        });
        await Follow(trader, change);
        trader.Find(loaf).CategoryId.ShouldBe(rolls);
    }

    private static (MergeCategory Merge, CategoryChanges Changes) Make(TestTrader trader)
    {
        var follow = new FollowProducts(trader.Mall.Database, trader.Mall.Writer);
        return (new MergeCategory(trader.Mall.Database, trader.Mall.Writer, follow), new CategoryChanges(trader.Mall.Database, trader.Mall.Writer, follow));
    }

    private static async Task<Guid> Add(TestTrader trader, string code, Guid? parent) =>
        TestTrader.Ok(await new EditTaxonomy(trader.Mall.Writer, trader.Settings).Category(null, new CategoryInput(code, new LocalText("fr", code), parent, 1, []), trader.Actor));

    private static Task Follow(TestTrader trader, Guid change) => new FollowProducts(trader.Mall.Database, trader.Mall.Writer).Run($"\"{change}\"", CancellationToken.None);

    private static Category? Find(TestTrader trader, Guid id)
    {
        using var db = trader.Mall.Database.Read();
        return db.Find<Category>(id);
    }

    private static CategoryAlias Alias(TestTrader trader, string address)
    {
        using var db = trader.Mall.Database.Read();
        return db.Set<CategoryAlias>().Single(a => a.Address == address);
    }
}
