using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;
using Halles.Mall.Taxonomy;
using Halles.Testing;
using Halles.Tests.Mall.Checkout;

namespace Halles.Tests.Mall.Promotions;

public sealed class KeepToProductsTests
{
    private static readonly PromotionInput Half = new("Moitié prix", PromotionKind.Percent, PromotionScope.Categories, [], Percent: 5000);

    [Theory, OnBothEngines]
    public async Task Undoing_the_merge_of_a_group_leaves_the_promotions_on_what_stands_below_it(Engine engine)
    {
        using var mall = await Made(engine);
        var (town, shop) = (mall.Town, mall.Shop);
        var jar = await mall.Sells("Confiture", mall.Jams);
        var merged = await mall.Merge(mall.Larder, mall.Bakery);
        await town.Give(shop, Half with { Targets = [mall.Bakery] }); // jams stand below it now
        await mall.Costs(jar, 500);
        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        await mall.Undo(merged);
        town.Mall.Scalar<Guid>("SELECT parent_id FROM categories WHERE id = $1", mall.Jams).ShouldBe(mall.Larder);
        await mall.Costs(jar, 500);
    }

    [Theory, OnBothEngines]
    public async Task A_draft_keeps_naming_categories_and_can_be_changed(Engine engine)
    {
        using var mall = await Made(engine);
        var (town, shop) = (mall.Town, mall.Shop);
        await mall.Sells("Pain", mall.Bread);
        var edit = town.Get<EditPromotion>();
        var one = (await edit.Create(shop.Id, Half with { Targets = [mall.Bread] }, release: false, shop.Clerk)).Value;
        var both = (await edit.Create(shop.Id, Half with { Targets = [mall.Bread, mall.Jams] }, release: false, shop.Clerk)).Value;
        (await new MoveCategory(town.Mall.Writer).Run(mall.Bread, mall.Larder, shop.Clerk)).Problem.ShouldBeNull();
        Draft(one).ShouldBe((PromotionScope.Categories, mall.Bread));
        await mall.Merge(mall.Bread, mall.Jams);
        Draft(one).ShouldBe((PromotionScope.Categories, mall.Jams));
        Draft(both).ShouldBe((PromotionScope.Categories, mall.Jams));
        var (scope, target) = Draft(one);
        (await edit.Change(shop.Id, one, Half with { Scope = scope, Targets = [target] }, release: true, shop.Clerk)).Problem.ShouldBeNull();

        (PromotionScope Scope, Guid Target) Draft(Guid id)
        {
            var (row, named) = town.Get<ReadPromotions>().Find(shop.Id, id)!.Value;
            return (row.Promotion.Scope, named.ShouldHaveSingleItem());
        }
    }

    [Theory, OnBothEngines]
    public async Task Products_that_are_put_away_keep_their_promotion(Engine engine)
    {
        using var mall = await Made(engine);
        var (town, shop) = (mall.Town, mall.Shop);
        var (loaf, bun) = (await mall.Sells("Pain", mall.Bread), await mall.Sells("Brioche", mall.Bread));
        await town.Give(shop, Half with { Targets = [mall.Bakery] });
        await mall.Put(loaf, ProductState.Archived);
        await mall.Put(bun, ProductState.Archived);
        var moved = (await new MoveCategory(town.Mall.Writer).Run(mall.Bread, mall.Larder, shop.Clerk)).Value;
        await mall.Put(loaf, ProductState.Published);
        await mall.Costs(loaf, 500);

        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        await mall.Undo(moved);
        town.Mall.Scalar<string>("SELECT scope FROM promotions").ShouldBe("Categories", "it holds the same products, put away or not");
        await mall.Put(bun, ProductState.Published);
        await mall.Costs(bun, 500);
    }

    [Theory, OnBothEngines]
    public async Task The_shop_cannot_write_a_promotion_while_it_is_made_to_name_products(Engine engine)
    {
        using var mall = await Made(engine);
        var (town, shop) = (mall.Town, mall.Shop);
        await mall.Sells("Pain", mall.Bread);
        await town.Give(shop, Half with { Targets = [mall.Bread] });
        var key = LockKey.Of(LockKind.Shop, shop.Id);
        var held = await town.Mall.Write<(long Naming, long Back)>(s =>
        {
            KeepToProducts.Of(s, [shop.Id], mall.Bread, mall.Jams, shop.Clerk);
            return (Held(s), 0);
        });
        town.Mall.Clock.Advance(TimeSpan.FromSeconds(1));
        var at = town.Mall.Database.Read(sql => sql.List("SELECT until FROM former_targets", r => r.Instant(0))).ShouldHaveSingleItem();
        held.Back = await town.Mall.Write<long>(s =>
        {
            KeepToProducts.GiveBack(s, at, shop.Clerk);
            return Held(s);
        });
        held.ShouldBe((1, 1));

        // SQLite has one writer at a time, which is lock enough.
        long Held(WriteSession s) => engine is Engine.Sqlite ? 1 : s.Sql.Scalar<long>(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid() AND ((classid::bigint << 32) | objid::bigint) = $1", key.Number);
    }

    private static async Task<Shelves> Made(Engine engine)
    {
        var town = await Town.On(engine);
        var mall = new Shelves(town, await town.Shop("Martin"));
        await town.Mall.Write<Done>(s =>
        {
            s.Db.AddRange(Named(mall.Bakery, "bakery", null), Named(mall.Larder, "larder", null), Named(mall.Bread, "bread", mall.Bakery), Named(mall.Jams, "jams", mall.Larder));
            return default(Done);
        });
        return mall;
    }

    private static Category Named(Guid id, string code, Guid? parent) => new() { Id = id, Code = code, Name = new LocalText("fr", code), ParentId = parent };

    /// <summary>Two groups, with a category below each, and a shop.</summary>
    private sealed record Shelves(Town Town, TownShop Shop) : IDisposable
    {
        public Guid Bakery { get; } = Ids.New(Town.Mall.Clock);

        public Guid Larder { get; } = Ids.New(Town.Mall.Clock);

        public Guid Bread { get; } = Ids.New(Town.Mall.Clock);

        public Guid Jams { get; } = Ids.New(Town.Mall.Clock);

        private FollowProducts Follow => new(Town.Mall.Database, Town.Mall.Writer);

        public async Task<Guid> Sells(string name, Guid category)
        {
            var variant = await Shop.Sells(name, 1000);
            await Set(variant, "category_id", category);
            return variant;
        }

        public Task Put(Guid variant, ProductState state) => Set(variant, "state", state.ToString());

        public async Task Costs(Guid variant, long price) => (await Town.Buys(Shop.Collect(), (variant, 1))).Total.ShouldBe(price);

        public async Task<Guid> Merge(Guid category, Guid into)
        {
            var merged = await new MergeCategory(Town.Mall.Database, Town.Mall.Writer, Follow).Run(category, into, Shop.Clerk);
            merged.Problem.ShouldBeNull();
            await Follow.Run($"\"{merged.Value}\"", CancellationToken.None);
            return merged.Value;
        }

        public async Task Undo(Guid change)
        {
            (await new CategoryChanges(Town.Mall.Database, Town.Mall.Writer, Follow).Undo(change, Shop.Clerk)).Problem.ShouldBeNull();
            await Follow.Run($"\"{change}\"", CancellationToken.None);
        }

        public void Dispose() => Town.Dispose();

        private Task Set(Guid variant, string column, object value) => Town.Mall.Write<Done>(s =>
        {
            s.Sql.Execute($"UPDATE products SET {column} = $1 WHERE id = (SELECT product_id FROM variants WHERE id = $2)", value, variant);
            return default(Done);
        });
    }
}
