using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Catalogue;
using Halles.Mall.Promotions;
using Halles.Mall.Storefront;
using Halles.Mall.Taxonomy;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall.Storefront;

public sealed class PromotionsOnPagesTests
{
    private static readonly PromotionInput Fifth = new("Soldes", PromotionKind.Percent, PromotionScope.Shop, [], Percent: 2000);

    [Theory, OnBothEngines]
    public async Task Pages_show_the_price_from_its_first_moment_to_its_last_though_nobody_edits_the_product(Engine engine)
    {
        using var mall = await Bakery(engine);
        var start = mall.Mall.Clock.GetUtcNow().AddDays(40);
        (await Give(mall, Fifth with { Scope = PromotionScope.Categories, Targets = [mall.Id("food")], StartsAt = start, EndsAt = start.AddDays(7) })).Problem.ShouldBeNull();
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(10), null));

        mall.Mall.Clock.Advance(TimeSpan.FromDays(40));
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(8), Money.Eur(10)), "bread is below food");
        mall.Product("levain", "lampe")!.Variants[0].Price.ShouldBe(Money.Eur(30));
        var page = mall.Product("levain", "pain")!;
        page.Promotions.ShouldBeEmpty("its own percentage is not the law's");
        page.Variants[0].Reduction!.Since.ShouldBe(start);
        page.NextChange.ShouldNotBeNull();
        mall.Search("pain").Hits[0].Reduction!.Percent.ShouldBe(20);

        mall.Mall.Clock.Advance(TimeSpan.FromDays(7));
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(10), null));
    }

    [Theory, OnBothEngines]
    public async Task A_code_is_no_price_and_a_bundle_is_told_beside_it(Engine engine)
    {
        using var mall = await Bakery(engine);
        await Give(mall, Fifth with { Code = "SOLDES" });
        await Give(mall, Fifth with { Kind = PromotionKind.AmountOrder, Amount = 100, LimitPerson = 1, Name = "Une fois" });
        var three = await Give(mall, Fifth with { Name = "Trois pour deux", Kind = PromotionKind.Bundle, Take = 3, Pay = 2 });
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(10), null));
        mall.Product("levain", "pain")!.Promotions.Select(p => p.Name).ShouldBe([new("Une fois", "fr"), new("Trois pour deux", "fr")]);

        await new EditPromotion(mall.Mall.Writer).Stop(mall.Id("levain"), three.Value, null);
        await Jobs(mall);
        mall.Product("levain", "pain")!.Promotions.Select(p => p.Name.Text).ShouldBe(["Une fois"]);
    }

    [Theory, OnBothEngines]
    public async Task A_lower_price_with_a_limit_from_before_there_was_none_is_taken_off_but_not_announced(Engine engine)
    {
        using var mall = await Bakery(engine);
        await Give(mall, Fifth);
        await mall.Write(s => s.Sql.Execute("UPDATE promotions SET limit_all = 1000000"));
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(10), null));
        mall.Product("levain", "pain")!.Promotions.ShouldBeEmpty();
    }

    [Theory, OnBothEngines]
    public async Task What_was_asked_for_in_the_past_does_not_change_with_the_category_of_today(Engine engine)
    {
        using var mall = await Bakery(engine);
        await mall.AddProduct("levain", new Goods("tourte", "Tourte", "lamps", 1000) { Store = "place" });
        var start = mall.Mall.Clock.GetUtcNow().AddDays(40);
        await Give(mall, Fifth with { Scope = PromotionScope.Categories, Targets = [mall.Id("food")], StartsAt = start, EndsAt = start.AddDays(7) });
        mall.Mall.Clock.Advance(TimeSpan.FromDays(50));
        await Move(mall, "pain", "lamps");
        await Move(mall, "tourte", "bread");
        await Reduce(mall, "pain", 900);
        await Reduce(mall, "tourte", 900);
        Shown(mall).ShouldBe((Money.Eur(9), null), "it was 8 while it was food");
        Shown(mall, "tourte").ShouldBe((Money.Eur(9), Money.Eur(10)), "it was no food");
    }

    [Theory, OnBothEngines]
    public async Task A_product_that_comes_under_a_promotion_is_lower_from_then_on_and_one_that_leaves_is_not(Engine engine)
    {
        using var mall = await Bakery(engine);
        await Give(mall, Fifth with { Scope = PromotionScope.Categories, Targets = [mall.Id("food")] });
        mall.Mall.Clock.Advance(TimeSpan.FromDays(3));
        await Move(mall, "lampe", "bread");
        await Jobs(mall);
        var came = mall.Product("levain", "lampe")!.Variants[0];
        (came.Price, came.Reduction!.LowestBefore, came.Reduction.Since).ShouldBe((Money.Eur(24), Money.Eur(30), mall.Mall.Clock.GetUtcNow()));
        await Move(mall, "pain", "lamps");
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(10), null));
    }

    [Theory, OnBothEngines]
    public async Task Nor_does_it_change_with_a_category_that_the_mall_moves(Engine engine)
    {
        using var mall = await Bakery(engine);
        await Give(mall, Fifth with { Scope = PromotionScope.Categories, Targets = [mall.Id("food")], EndsAt = mall.Mall.Clock.GetUtcNow().AddDays(7) });
        await Give(mall, Fifth with { Scope = PromotionScope.Categories, Targets = [mall.Id("food")], Percent = 3000, StartsAt = mall.Mall.Clock.GetUtcNow().AddDays(9), EndsAt = mall.Mall.Clock.GetUtcNow().AddDays(12) });
        mall.Mall.Clock.Advance(TimeSpan.FromDays(10));
        (await new MoveCategory(mall.Mall.Writer).Run(mall.Id("bread"), null, mall.Id("clerk"))).Problem.ShouldBeNull();
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(7), Money.Eur(8)), "both were on it");
        mall.Mall.Clock.Advance(TimeSpan.FromDays(10));
        await Reduce(mall, "pain", 750);
        Shown(mall).ShouldBe((Money.Eur(7.5m), null), "it was 7");
    }

    private static Task Move(SmallMall mall, string product, string category) =>
        mall.Write(s => EditProduct.Category(s, mall.Id("levain"), mall.Id(product), mall.Id(category), mall.Id("clerk")).Problem.ShouldBeNull());

    private static async Task Reduce(SmallMall mall, string product, long price)
    {
        await mall.Write(s =>
        {
            s.Sql.Execute("UPDATE variants SET price = $3, reduced_since = $4 WHERE shop_id = $1 AND id = $2", mall.Id("levain"), mall.Id(product + "/v"), price, s.Now);
            s.Db.Add(new Halles.Mall.Catalogue.PriceChange { ShopId = mall.Id("levain"), VariantId = mall.Id(product + "/v"), At = s.Now, Price = price });
            s.Changed(Topic.Product, mall.Id("levain"), mall.Id(product));
        });
        await Jobs(mall);
    }

    private static (Money Price, Money? Lowest) Shown(SmallMall mall, string product = "pain") => mall.Product("levain", product)!.Variants[0] is var v ? (v.Price, v.Reduction?.LowestBefore) : default;

    private static Task<Result<Guid>> Give(SmallMall mall, PromotionInput input) => new EditPromotion(mall.Mall.Writer).Create(mall.Id("levain"), input, release: true, null);

    private static async Task Jobs(SmallMall mall)
    {
        using var worker = new JobWorker(mall.Mall.Database, mall.Mall.Writer, mall.Mall.Feed, [new TellProducts(mall.Mall.Database, mall.Mall.Writer)], mall.Mall.Clock, NullLogger<JobWorker>.Instance);
        while (await worker.RunDue(CancellationToken.None) > 0)
        {
        }

        await mall.CatchUp();
    }

    private static async Task<SmallMall> Bakery(Engine engine)
    {
        var mall = await SmallMall.On(engine);
        await mall.AddShop("levain");
        await mall.AddStore("levain", "place");
        await mall.AddProduct("levain", new Goods("pain", "Pain", "bread", 1000) { Store = "place" });
        await mall.AddProduct("levain", new Goods("lampe", "Lampe", "lamps", 3000) { Store = "place" });
        await mall.CatchUp();
        return mall;
    }
}
