using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;
using Halles.Mall.Promotions;

namespace Halles.Tests.Mall.Promotions;

public sealed class BestDiscountsTests
{
    private static readonly Guid Shop = Ids.New(TimeProvider.System), Bakery = Ids.New(TimeProvider.System), Bread = Ids.New(TimeProvider.System);

    [Fact]
    public void Ten_percent_with_a_code_is_of_the_sum_and_split_over_the_lines_by_their_gross()
    {
        // rules.md: bread 2 × 1.35, honey 8.90, lamp 49.99, candles 3 × 4.33: 7.46 off, as 0.27, 0.89, 5.00, 1.30.
        DiscountLine[] lines = [Line(135, 2), Line(890, 1), Line(4999, 1), Line(433, 3)];
        Off(lines, Percent(1000) with { Code = "DIX" }).ShouldBe([27, 89, 500, 130]);
    }

    [Fact]
    public void A_percentage_for_everybody_lowers_each_piece_as_its_price_shows_it()
    {
        Off([Line(433, 3)], Percent(1000)).ShouldBe([3 * 43]); // shown at 3.90 each
        Off([Line(1990, 3, unit: "g", step: 100)], Percent(1000)).ShouldBe([597 - 537]); // 17.91 the kilogram
    }

    [Fact]
    public void An_amount_off_each_piece_never_makes_one_cost_less_than_nothing() =>
        Off([Line(150, 2), Line(900, 1)], new Given(PromotionKind.AmountEach, Amount: 200)).ShouldBe([300, 200]);

    [Fact]
    public void An_amount_off_the_order_comes_last_and_takes_no_more_than_is_left()
    {
        Off([Line(300, 1), Line(200, 1)], new Given(PromotionKind.AmountOrder, Amount: 100)).ShouldBe([60, 40]);
        Off([Line(300, 1), Line(200, 1)], new Given(PromotionKind.AmountOrder, Amount: 9900)).ShouldBe([300, 200]);
        Off([Line(1000, 1)], Percent(1000), new Given(PromotionKind.AmountOrder, Amount: 500), new Given(PromotionKind.AmountOrder, Amount: 300)).ShouldBe([100 + 500]);
    }

    [Fact]
    public void Of_each_group_the_cheapest_are_free()
    {
        var three = new Given(PromotionKind.Bundle, Take: 3, Pay: 2);
        Off([Line(1000, 1), Line(800, 1), Line(500, 1)], three).ShouldBe([0, 0, 500]);
        Off([Line(1000, 2), Line(800, 2), Line(500, 2)], three).ShouldBe([0, 800, 500]); // 10 10 8 | 8 5 5
        Off([Line(1000, 2)], three).ShouldBe([0]);
        Off([Line(1000, 7)], three).ShouldBe([2000]);
        Off([Line(1000, 6000)], three).ShouldBe([2_000_000]);
        Off([Line(1990, 30, unit: "g", step: 100)], three).ShouldBe([0], "bundles count pieces");
    }

    [Fact]
    public void A_piece_takes_part_in_one_promotion_only_and_the_best_sharing_wins()
    {
        // Three for two frees the 4.00; half off the dear one saves more, and leaves two that make no group.
        Given three = new Given(PromotionKind.Bundle, Take: 3, Pay: 2), half = Percent(5000, Bread);
        Off([Line(1000, 1, Bread), Line(400, 2)], three, half).ShouldBe([500, 0]);
        Off([Line(700, 1, Bread), Line(400, 2)], three, half).ShouldBe([0, 400]);
        Off([Line(1000, 1, Bread), Line(400, 3)], three, half).ShouldBe([500, 400]);
        Off([Line(1000, 1)], Percent(1000), Percent(2000) with { Code = "VINGT" }).ShouldBe([200]);
    }

    [Fact]
    public void A_promotion_is_on_its_products_or_on_its_categories_and_those_below()
    {
        Off([Line(1000, 1, Bread), Line(1000, 1)], Percent(1000, Bread)).ShouldBe([100, 0]);
        var rye = Line(1000, 1) with { Categories = [Ids.New(TimeProvider.System), Bakery] };
        Off([rye, Line(1000, 1)], Percent(1000) with { Scope = PromotionScope.Categories, Target = Bakery }).ShouldBe([100, 0]);
    }

    [Fact]
    public void No_combination_is_better_than_the_one_that_is_found() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            DiscountLine[] lines = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Line(random.Next(1, 12) * 50, random.Next(1, 3), random.Next(2) == 0 ? Bread : Ids.New(TimeProvider.System)))];
            Given[] given = [Bundle(random), Bundle(random), new Given(PromotionKind.AmountEach, Amount: random.Next(1, 300), Scope: PromotionScope.Products, Target: Bread)];
            var promotions = given.Select(Now).ToList();

            var found = BestDiscounts.Of(lines, promotions).Sum(d => d.Amount);
            found.ShouldBe(BestByHand(lines, promotions));
        }));

    [Fact]
    public void Discounts_add_up_and_leave_no_line_below_zero() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            DiscountLine[] lines = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(4) == 0 ? Line(random.Next(0, 3000), random.Next(1, 20), unit: "g", step: 50) : Line(random.Next(0, 3000), random.Next(1, 60)))];
            Given[] given =
            [
                Bundle(random), Percent(random.Next(100, 10_001)), Percent(random.Next(100, 10_001)) with { Code = "SUM" },
                new Given(PromotionKind.AmountEach, Amount: random.Next(1, 2000)), new Given(PromotionKind.AmountOrder, Amount: random.Next(1, 20_000)),
            ];
            var discounts = BestDiscounts.Of(lines, [.. given.Take(random.Next(1, 6)).Select(Now)]);

            discounts.ShouldAllBe(d => d.Amount > 0);
            lines.Select((l, i) => l.Gross - discounts.Where(d => d.Line == i).Sum(d => d.Amount)).ShouldAllBe(net => net >= 0);
            foreach (var order in discounts.Where(d => d.Promotion.Kind is PromotionKind.AmountOrder).GroupBy(d => d.Promotion))
            {
                var before = lines.Sum(l => l.Gross) - discounts.Where(d => d.Promotion.Kind is not PromotionKind.AmountOrder).Sum(d => d.Amount);
                order.Sum(d => d.Amount).ShouldBe(Math.Min(before, order.Key.Amount!.Value));
            }
        }));

    // Every way of giving each piece to one promotion or none, priced by the plain rule.
    private static long BestByHand(DiscountLine[] lines, List<PromotionNow> promotions)
    {
        var pieces = lines.SelectMany(l => Enumerable.Repeat(l, (int)l.Quantity)).ToList();
        return Enumerable.Range(0, (int)Math.Pow(promotions.Count + 1, pieces.Count)).Max(way =>
        {
            var taken = promotions.ConvertAll(_ => new List<DiscountLine>());
            for (var (i, left) = (0, way); i < pieces.Count; i++, left /= promotions.Count + 1)
            {
                if (left % (promotions.Count + 1) is > 0 and var to)
                {
                    taken[to - 1].Add(pieces[i]);
                }
            }

            return promotions.Zip(taken).Sum(p => p.First is var now && !p.Second.All(now.Covers) ? -1_000_000
                : now.Promotion is { Kind: PromotionKind.Bundle, Take: { } take, Pay: { } pay }
                    ? p.Second.OrderByDescending(l => l.Price).Chunk(take).Where(g => g.Length == take).Sum(g => g.Skip(pay).Sum(l => l.Price))
                    : p.Second.Sum(l => l.Price - now.Promotion.Reduced(l.Price)));
        });
    }

    private static long[] Off(DiscountLine[] lines, params Given[] given)
    {
        var discounts = BestDiscounts.Of(lines, [.. given.Select(Now)]);
        return [.. lines.Select((_, i) => discounts.Where(d => d.Line == i).Sum(d => d.Amount))];
    }

    private static Given Percent(int points, Guid? product = null) => new Given(PromotionKind.Percent, Percent: points, Scope: product is null ? PromotionScope.Shop : PromotionScope.Products, Target: product);

    private static Given Bundle(Random random)
    {
        var take = random.Next(2, 4);
        return new Given(PromotionKind.Bundle, Take: take, Pay: random.Next(1, take), Scope: random.Next(2) == 0 ? PromotionScope.Shop : PromotionScope.Products, Target: Bread);
    }

    private static DiscountLine Line(long price, long quantity, Guid? product = null, string? unit = null, int step = 1) => new(product ?? Ids.New(TimeProvider.System), [], price, quantity, unit, step);

    private static PromotionNow Now(Given given) => new(
        new Promotion
        {
            ShopId = Shop, Id = Ids.New(TimeProvider.System), Name = "Promotion", Kind = given.Kind, Percent = given.Percent, Amount = given.Amount, Take = given.Take, Pay = given.Pay,
            Scope = given.Scope, Code = given.Code, CreatedAt = DateTimeOffset.UnixEpoch,
        },
        given.Target is { } target ? new HashSet<Guid> { target } : new HashSet<Guid>());

    private sealed record Given(
        PromotionKind Kind, int? Percent = null, long? Amount = null, int? Take = null, int? Pay = null, PromotionScope Scope = PromotionScope.Shop, Guid? Target = null, string? Code = null);
}
