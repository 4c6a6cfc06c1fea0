using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Mall.Promotions;
using Halles.Mall.Storefront;
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
        page.Promotions.ShouldBe([new RunningPromotion("Soldes", new PromotionTerms(PromotionKind.Percent, 2000, null, null, null), start.AddDays(7))]);
        page.Variants[0].Reduction!.Since.ShouldBe(start);
        page.NextChange.ShouldNotBeNull();
        mall.Search("pain").Hits[0].Reduction!.Percent.ShouldBe(20);

        mall.Mall.Clock.Advance(TimeSpan.FromDays(7));
        mall.Product("levain", "pain")!.Promotions.ShouldBeEmpty("whether the job has come by or not");
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(10), null));
    }

    [Theory, OnBothEngines]
    public async Task A_code_is_no_price_and_a_bundle_is_told_beside_it(Engine engine)
    {
        using var mall = await Bakery(engine);
        await Give(mall, Fifth with { Code = "SOLDES" });
        await Give(mall, Fifth with { LimitPerson = 1, Name = "Une fois" });
        var three = await Give(mall, Fifth with { Name = "Trois pour deux", Kind = PromotionKind.Bundle, Take = 3, Pay = 2 });
        await Jobs(mall);
        Shown(mall).ShouldBe((Money.Eur(10), null));
        mall.Product("levain", "pain")!.Promotions.Select(p => p.Name).ShouldBe(["Une fois", "Trois pour deux"]);

        await new EditPromotion(mall.Mall.Writer).Stop(mall.Id("levain"), three.Value, null);
        await Jobs(mall);
        mall.Product("levain", "pain")!.Promotions.Select(p => p.Name).ShouldBe(["Une fois"]);
    }

    private static (Money Price, Money? Lowest) Shown(SmallMall mall) => mall.Product("levain", "pain")!.Variants[0] is var v ? (v.Price, v.Reduction?.LowestBefore) : default;

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
