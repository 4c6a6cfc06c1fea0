using Halles.Kernel;
using Halles.Mall.Fulfilment;
using Halles.Mall.Shops;

namespace Halles.Tests.Mall.Fulfilment;

public sealed class WaysTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly StoreNow Store = new(
        Guid.Empty, Guid.Empty, "first", new Address { Postcode = "41100", Country = Country.France }, Paris, OpeningHours.Parse(Town.Hours), null, null);

    [Theory]
    [InlineData("2026-03-07 17:30", false, "2026-03-10 09:00")] // Saturday evening: first on Tuesday
    [InlineData("2026-03-03 11:00", false, "2026-03-03 14:00")]
    [InlineData("2026-03-03 11:00", true, "2026-03-03 14:30")] // an hour and a half pass before the midday close
    [InlineData("2026-03-03 09:00", false, "2026-03-03 11:00")]
    [InlineData("2026-03-03 08:37", false, "2026-03-03 10:45")] // told by the quarter of an hour
    [InlineData("2026-03-03 10:21", false, "2026-03-03 12:21")] // the next quarter is the midday close
    public void Collecting_is_ready_after_two_hours_moved_to_the_next_open_time(string ordered, bool inOpeningHours, string ready) =>
        Collect(Local(ordered), new CollectTerms(120, inOpeningHours)).ReadyBy.ShouldBe(Local(ready));

    [Fact]
    public void A_store_closed_by_hand_is_ready_when_it_opens_again()
    {
        var closed = Store with { ClosedUntil = Local("2026-03-04 13:00") };
        Ways.Of(Town.Everything, FulfilmentKind.Collect, closed, new Parcel(Money.Eur(10), 100, 0), null, Local("2026-03-03 09:00")).ReadyBy.ShouldBe(Local("2026-03-04 14:00"));
    }

    [Theory] // away from Tuesday the 10th to Saturday the 14th; back on Tuesday the 17th
    [InlineData("2026-03-11 10:00", false, "2026-03-17 09:00")] // Sunday and Monday are for preparing, round the clock
    [InlineData("2026-03-11 10:00", true, "2026-03-17 11:00")]
    [InlineData("2026-03-07 18:30", false, "2026-03-17 09:00")] // would have been Tuesday the 10th
    [InlineData("2026-03-07 14:00", false, "2026-03-07 16:00")] // is ready before
    [InlineData("2026-03-15 10:00", false, "2026-03-17 09:00")]
    [InlineData("2026-03-17 10:00", false, "2026-03-17 12:00")]
    public void What_would_be_ready_during_a_holiday_is_ready_after_it(string ordered, bool inOpeningHours, string ready)
    {
        var away = Store with { Holiday = new Holiday(new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 14), [], TakesOrders: true) };
        Ways.Of(Town.Everything with { Collect = new CollectTerms(120, inOpeningHours) }, FulfilmentKind.Collect, away, new Parcel(Money.Eur(10), 100, 0), null, Local(ordered)).ReadyBy.ShouldBe(Local(ready));
    }

    [Fact]
    public void What_would_be_ready_on_a_holiday_because_the_place_is_closed_by_hand_until_it_is_ready_after_it()
    {
        var away = Store with { ClosedUntil = Local("2026-03-10 00:00"), Holiday = new Holiday(new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 14), [], TakesOrders: true) };
        Ways.Of(Town.Everything, FulfilmentKind.Collect, away, new Parcel(Money.Eur(10), 100, 0), null, Local("2026-03-07 10:00")).ReadyBy.ShouldBe(Local("2026-03-17 09:00"));
    }

    [Fact]
    public void A_shop_s_time_to_answer_begins_after_a_holiday_only_where_it_reaches_into_it()
    {
        var away = Store with { Holiday = new Holiday(new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 14), [], TakesOrders: true) };
        var (day, order) = (TimeSpan.FromHours(24), Local("2026-03-07 10:00"));
        away.AnswersFrom(order, day, Local("2026-03-07 12:00")).ShouldBe(order, "is ready before");
        away.AnswersFrom(order, TimeSpan.FromDays(4), Local("2026-03-07 12:00")).ShouldBe(order, "must be answered before it is ready");
        away.AnswersFrom(order, day, Local("2026-03-18 12:00")).ShouldBe(order, "takes long, and somebody is there to answer");
        away.AnswersFrom(Local("2026-03-11 10:00"), day, Local("2026-03-17 09:00")).ShouldBe(Local("2026-03-17 09:00"), "when somebody is there again");
    }

    [Fact]
    public void What_takes_longer_than_the_rest_of_a_holiday_is_begun_after_it_however_long_that_is()
    {
        var away = Store with { Holiday = new Holiday(new DateOnly(2026, 3, 10), new DateOnly(2026, 4, 25), [], TakesOrders: true) };
        Ways.Of(Town.Everything, FulfilmentKind.Collect, away, new Parcel(Money.Eur(10), 100, 72), null, Local("2026-04-24 10:00")).ReadyBy.ShouldBe(Local("2026-04-29 09:00"));
        Ways.Of(Town.Everything, FulfilmentKind.Collect, away, new Parcel(Money.Eur(10), 100, 0), null, Local("2026-03-10 10:00")).ReadyBy.ShouldBe(Local("2026-04-28 09:00"));
    }

    [Fact]
    public void A_store_that_does_not_open_in_the_coming_weeks_takes_no_order()
    {
        var never = Store with { Hours = OpeningHours.Closed };
        Ways.Of(Town.Everything, FulfilmentKind.Collect, never, new Parcel(Money.Eur(10), 100, 0), null, Local("2026-03-03 09:00")).WhyNot.ShouldBe(FulfilmentProblems.StoreClosed);
        var gone = Store with { ClosedUntil = Local("2026-05-01 09:00") };
        Ways.Of(Town.Everything, FulfilmentKind.Collect, gone, new Parcel(Money.Eur(10), 100, 0), null, Local("2026-03-03 09:00")).WhyNot.ShouldBe(FulfilmentProblems.StoreClosed);
    }

    [Fact]
    public void Goods_made_to_order_take_the_time_that_they_take() =>
        Ways.Of(Town.Everything, FulfilmentKind.Collect, Store, new Parcel(Money.Eur(10), 100, 48), null, Local("2026-03-03 10:00")).ReadyBy.ShouldBe(Local("2026-03-05 10:00"));

    [Theory]
    [InlineData("41100", 3999, 350, null)]
    [InlineData("41100", 4000, 0, null)]
    [InlineData("41 200", 1000, 350, null)]
    [InlineData("41300", 5000, 0, "address-not-served")]
    [InlineData("41100", 999, 350, "below-minimum")]
    public void Delivery_costs_by_zone_and_is_free_above(string postcode, long goods, long fee, string? whyNot)
    {
        var way = Send(FulfilmentKind.Deliver, goods, 100, new Address { Postcode = postcode, Country = Country.France });
        way.Fee.ShouldBe(fee);
        way.WhyNot?.Code.ShouldBe(whyNot);
        (whyNot is null).ShouldBe(way.ReadyBy is not null);
    }

    [Fact]
    public void What_is_missing_for_delivery_is_told_in_money()
    {
        var why = Send(FulfilmentKind.Deliver, 995, 100, new Address { Postcode = "41100", Country = Country.France }).WhyNot!;
        why.Args.ShouldBe([Money.Eur(10), Money.Eur(0.05m)]);
        (why.Data!["minimum"], why.Data["missing"]).ShouldBe((Money.Eur(10), Money.Eur(0.05m)));
    }

    [Theory]
    [InlineData("FR", 1000, 1000, 590, null)]
    [InlineData("FR", 1000, 1001, 990, null)]
    [InlineData("FR", 8000, 1001, 0, null)]
    [InlineData("FR", 1000, 5001, 0, "too-heavy")]
    [InlineData("FR", 8000, 5001, 0, "too-heavy")]
    [InlineData("DE", 4999, 9000, 1500, null)]
    [InlineData("DE", 5000, 9000, 900, null)]
    [InlineData("US", 5000, 100, 0, "address-not-served")]
    public void Shipping_costs_by_zone_and_by_weight_or_amount(string country, long goods, int grams, long fee, string? whyNot)
    {
        var way = Send(FulfilmentKind.Ship, goods, grams, new Address { Country = Country.Parse(country) });
        way.Fee.ShouldBe(fee);
        way.WhyNot?.Code.ShouldBe(whyNot);
    }

    [Fact]
    public void Without_an_address_the_lowest_fee_is_told_and_the_address_asked_for()
    {
        var way = Send(FulfilmentKind.Ship, 1000, 100, null);
        way.Fee.ShouldBe(590);
        way.WhyNot.ShouldBe(FulfilmentProblems.AddressNeeded);
    }

    [Fact]
    public void What_a_shop_does_not_offer_is_said()
    {
        foreach (var way in Enum.GetValues<FulfilmentKind>())
        {
            Ways.Of(WaysOfGetting.None, way, Store, new Parcel(Money.Eur(10), 100, 0), null, Local("2026-03-03 10:00")).WhyNot.ShouldBe(FulfilmentProblems.WayNotOffered);
        }
    }

    private static WayOffered Collect(DateTimeOffset now, CollectTerms terms) =>
        Ways.Of(new WaysOfGetting(terms), FulfilmentKind.Collect, Store, new Parcel(Money.Eur(10), 100, 0), null, now);

    private static WayOffered Send(FulfilmentKind kind, long goods, int grams, Address? to) =>
        Ways.Of(Town.Everything, kind, Store, new Parcel(new Money(goods, Currency.Eur), grams, 0), to, Local("2026-03-03 10:00"));

    private static DateTimeOffset Local(string time) => Paris.InstantOf(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
}
