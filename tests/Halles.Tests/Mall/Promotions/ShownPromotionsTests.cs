using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Promotions;
using Halles.Testing;

namespace Halles.Tests.Mall.Promotions;

public sealed class ShownPromotionsTests
{
    // rules.md: 20 on 1 May, 18 on 10 May, 22 on 20 May.
    private static readonly PriceChange[] Own = [new(Day(5, 1), Money.Eur(20)), new(Day(5, 10), Money.Eur(18)), new(Day(5, 20), Money.Eur(22))];

    [Fact]
    public void A_promotion_shows_the_lowest_of_the_thirty_days_before_it()
    {
        var to16 = Off(600, Day(6, 1), Day(6, 15));
        var shown = PriceReduction.At(ShownPromotions.Asked(Own, [On(to16)]), Day(6, 3))!;
        (shown.Price, shown.LowestBefore, shown.Percent, shown.Since).ShouldBe((Money.Eur(16), Money.Eur(18), 11, Day(6, 1)));
        PriceReduction.At(ShownPromotions.Asked(Own, [On(Off(300, Day(6, 1), null))]), Day(6, 3)).ShouldBeNull("19 is no reduction");
        PriceReduction.At(ShownPromotions.Asked(Own, [On(to16)]), Day(5, 31)).ShouldBeNull("not yet");
        ShownPromotions.Asked(Own, [On(to16)])[^1].ShouldBe(new PriceChange(Day(6, 15), Money.Eur(22)));
    }

    [Fact]
    public void The_price_of_one_promotion_is_among_the_thirty_days_before_the_next()
    {
        Promotion[] both = [Off(600, Day(6, 1), Day(6, 5)), Off(400, Day(6, 20), null)];
        PriceReduction.At(ShownPromotions.Asked(Own, both.Select(On)), Day(6, 21)).ShouldBeNull("18 after 16 is no reduction");
    }

    [Fact]
    public void Codes_counted_offers_and_bundles_make_no_price()
    {
        Promotion[] none = [Off(600, Day(6, 1), null, code: "SIX"), Off(600, Day(6, 1), null, limit: 10), Bundle(Day(6, 1))];
        ShownPromotions.Asked(Own, none.Select(On)).ShouldBe(Own);
    }

    [Fact]
    public void A_promotion_makes_a_price_only_while_it_is_on_the_product()
    {
        var to16 = Off(600, Day(6, 1), Day(6, 15));
        ShownPromotions.Asked(Own, [new(to16, Day(6, 1), Day(6, 3)), new(to16, Day(6, 10), Day(6, 15))]).Skip(3).Select(c => (c.From, c.Price.Minor))
            .ShouldBe([(Day(6, 1), 1600), (Day(6, 3), 2200), (Day(6, 10), 1600), (Day(6, 15), 2200)]);
    }

    [Theory, OnBothEngines]
    public async Task What_a_product_costs_does_not_grow_with_what_else_promotions_name_and_categories_have_moved(Engine engine)
    {
        const int Many = 1000;
        using var mall = TestMall.On(engine);
        var (shop, above) = (Ids.New(mall.Clock), Ids.New(mall.Clock));
        var named = Enumerable.Range(0, Many).Select(n => (Shop: shop, Product: Ids.New(mall.Clock), Category: Ids.New(mall.Clock), Since: Day(6, 1).AddMinutes(n + 1))).ToList();
        await mall.Write<Done>(s =>
        {
            foreach (var scope in new[] { PromotionScope.Products, PromotionScope.Categories })
            {
                var id = s.NewId();
                s.Sql.Execute(
                    "INSERT INTO promotions (shop_id, id, name, kind, percent, scope, starts_at, released_at, uses, created_at) VALUES ($1, $2, '', 'Percent', 1000, $3, $4, $4, 0, $4)", shop, id, scope.ToString(), Day(6, 1));
                s.Sql.Execute("INSERT INTO promotion_targets (shop_id, promotion_id, target_id) VALUES ($1, $2, $3)", shop, id, scope is PromotionScope.Categories ? above : shop);
                foreach (var n in named.Where(_ => scope is PromotionScope.Products))
                {
                    s.Later.Add("INSERT INTO promotion_targets (shop_id, promotion_id, target_id, since) VALUES ($1, $2, $3, $4)", shop, id, n.Product, n.Since);
                    s.Later.Add("INSERT INTO former_parents (category_id, parent_id, until) VALUES ($1, $2, $3)", n.Category, above, n.Since);
                }
            }

            return default(Done);
        });

        // What is allocated counts the work: the same on any machine, at any time.
        var products = named.ConvertAll(n => (n.Shop, n.Product, n.Category));
        var (spells, each) = mall.Database.Read(sql =>
        {
            ShownPromotions.Of(sql, products);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var shown = ShownPromotions.Of(sql, products);
            return (shown, (GC.GetAllocatedBytesForCurrentThread() - before) / Many);
        });
        foreach (var n in named)
        {
            spells[n.Product].OrderBy(s => s.From).Select(s => (s.Promotion.Scope, s.From, s.Until))
                .ShouldBe([(PromotionScope.Categories, Day(6, 1), n.Since), (PromotionScope.Products, n.Since, null)]);
        }

        each.ShouldBeLessThan(20_000, "bytes for one product");
    }

    private static PromotionSpell On(Promotion promotion) => new(promotion, promotion.StartsAt!.Value, promotion.EndsAt);

    private static Promotion Off(long amount, DateTimeOffset from, DateTimeOffset? to, string? code = null, long? limit = null) => new()
    {
        ShopId = Ids.New(TimeProvider.System), Id = Ids.New(TimeProvider.System), Name = "", Kind = PromotionKind.AmountEach, Amount = amount, Scope = PromotionScope.Shop, StartsAt = from, EndsAt = to, ReleasedAt = from, CreatedAt = from,
        Code = code, LimitAll = limit,
    };

    private static Promotion Bundle(DateTimeOffset from) => new()
    {
        ShopId = Ids.New(TimeProvider.System), Id = Ids.New(TimeProvider.System), Name = "", Kind = PromotionKind.Bundle, Take = 3, Pay = 2, Scope = PromotionScope.Shop, StartsAt = from, ReleasedAt = from, CreatedAt = from,
    };

    private static DateTimeOffset Day(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);
}
