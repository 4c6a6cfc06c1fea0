using Halles.Kernel;
using Halles.Mall.Promotions;

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
