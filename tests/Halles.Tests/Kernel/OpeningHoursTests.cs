using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class OpeningHoursTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>The store of the worked examples.</summary>
    private static readonly OpeningHours Store = OpeningHours.Parse("Tu-Sa 09:00-12:30 14:00-19:00");

    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    // November 2025: the 3rd is a Monday.
    [Fact]
    public void Ordered_Saturday_at_17_30_with_two_hours_to_prepare_it_is_ready_Tuesday_at_9() =>
        Local(Store.EarliestReady(At("2025-11-08 17:30"), TwoHours, Paris)).ShouldBe("2025-11-11 09:00");

    [Fact]
    public void Ordered_Tuesday_at_11_it_is_ready_at_14() =>
        Local(Store.EarliestReady(At("2025-11-04 11:00"), TwoHours, Paris)).ShouldBe("2025-11-04 14:00");

    [Fact]
    public void Counted_in_opening_hours_it_is_ready_at_14_30() =>
        Local(Store.EarliestReady(At("2025-11-04 11:00"), TwoHours, Paris, PreparationClock.OpeningHours)).ShouldBe("2025-11-04 14:30");

    [Fact]
    public void Work_that_ends_at_the_close_is_handed_over_at_the_next_opening()
    {
        Local(Store.EarliestReady(At("2025-11-04 10:30"), TwoHours, Paris)).ShouldBe("2025-11-04 14:00");
        Local(Store.EarliestReady(At("2025-11-04 10:30"), TwoHours, Paris, PreparationClock.OpeningHours)).ShouldBe("2025-11-04 14:00");
        Local(Store.EarliestReady(At("2025-11-04 10:30"), TimeSpan.Zero, Paris)).ShouldBe("2025-11-04 10:30");
    }

    [Fact]
    public void Preparation_over_several_days_skips_the_closed_ones() =>
        Local(Store.EarliestReady(At("2025-11-08 18:00"), TimeSpan.FromHours(10), Paris, PreparationClock.OpeningHours)).ShouldBe("2025-11-12 09:30");

    [Fact]
    public void It_is_open_from_the_opening_until_just_before_the_close()
    {
        Store.IsOpen(At("2025-11-04 08:59"), Paris).ShouldBeFalse();
        Store.IsOpen(At("2025-11-04 09:00"), Paris).ShouldBeTrue();
        Store.IsOpen(At("2025-11-04 12:29"), Paris).ShouldBeTrue();
        Store.IsOpen(At("2025-11-04 12:30"), Paris).ShouldBeFalse();
        Store.IsOpen(At("2025-11-03 10:00"), Paris).ShouldBeFalse();
    }

    [Fact]
    public void The_next_change_is_the_close_when_open_and_the_opening_when_closed()
    {
        Local(Store.NextChange(At("2025-11-04 10:00"), Paris)).ShouldBe("2025-11-04 12:30");
        Local(Store.NextChange(At("2025-11-04 13:00"), Paris)).ShouldBe("2025-11-04 14:00");
        Local(Store.NextOpening(At("2025-11-04 10:00"), Paris)).ShouldBe("2025-11-04 14:00");
        Local(Store.NextOpening(At("2025-11-04 09:00"), Paris)).ShouldBe("2025-11-04 14:00");
        Local(Store.NextOpening(At("2025-11-08 19:00"), Paris)).ShouldBe("2025-11-11 09:00");
        Store.ClosesAt(At("2025-11-04 13:00"), Paris).ShouldBeNull();
    }

    [Fact]
    public void An_exception_replaces_the_hours_of_its_date()
    {
        var hours = Store.With(new DateOnly(2025, 11, 11), "closed").With(new DateOnly(2025, 11, 10), "10:00-12:00");
        Local(hours.NextOpening(At("2025-11-08 19:00"), Paris)).ShouldBe("2025-11-10 10:00");
        Local(hours.NextOpening(At("2025-11-10 12:00"), Paris)).ShouldBe("2025-11-12 09:00");
        hours.Without(new DateOnly(2025, 11, 11)).Without(new DateOnly(2025, 11, 10)).ShouldBe(Store);
    }

    [Fact]
    public void A_reservation_is_kept_until_the_close_of_the_next_open_day()
    {
        Local(Store.CloseOfNextOpenDay(At("2025-11-08 17:30"), Paris)).ShouldBe("2025-11-11 19:00");
        Local(Store.CloseOfNextOpenDay(At("2025-11-04 08:00"), Paris)).ShouldBe("2025-11-05 19:00");
        OpeningHours.Closed.CloseOfNextOpenDay(At("2025-11-04 08:00"), Paris).ShouldBeNull();
    }

    [Fact]
    public void Hours_may_pass_midnight()
    {
        var bar = OpeningHours.Parse("Fr 18:00-02:00");
        bar.IsOpen(At("2025-11-08 01:59"), Paris).ShouldBeTrue();
        bar.IsOpen(At("2025-11-08 02:00"), Paris).ShouldBeFalse();
        Local(bar.ClosesAt(At("2025-11-07 20:00"), Paris)).ShouldBe("2025-11-08 02:00");
        bar.With(new DateOnly(2025, 11, 8), "closed").IsOpen(At("2025-11-08 01:00"), Paris).ShouldBeTrue();
    }

    [Fact]
    public void Hours_that_touch_at_midnight_are_one_period()
    {
        var weekend = OpeningHours.Parse("Sa 20:00-24:00; Su 00:00-04:00");
        Local(weekend.ClosesAt(At("2025-11-08 21:00"), Paris)).ShouldBe("2025-11-09 04:00");
        Local(weekend.NextOpening(At("2025-11-08 21:00"), Paris)).ShouldBe("2025-11-15 20:00");
        Local(weekend.EarliestReady(At("2025-11-08 23:00"), TimeSpan.FromHours(1), Paris, PreparationClock.OpeningHours)).ShouldBe("2025-11-09 00:00");
        weekend.Between(At("2025-11-08 00:00"), At("2025-11-10 00:00"), Paris).Single().Length.ShouldBe(TimeSpan.FromHours(8));
    }

    [Fact]
    public void A_store_that_never_closes_or_never_opens_says_so()
    {
        var now = At("2025-11-04 10:00");
        OpeningHours.Always.IsOpen(now, Paris).ShouldBeTrue();
        OpeningHours.Always.NextChange(now, Paris).ShouldBeNull();
        OpeningHours.Closed.NextChange(now, Paris).ShouldBeNull();
        OpeningHours.Closed.EarliestReady(now, TwoHours, Paris).ShouldBeNull();
        Local(OpeningHours.Always.With(new DateOnly(2025, 12, 25), "").ClosesAt(now, Paris)).ShouldBe("2025-12-25 00:00");
    }

    [Fact]
    public void The_day_of_23_hours_loses_its_missing_hour_only()
    {
        // 30 March 2025: 02:00 becomes 03:00.
        Total("Su 00:00-24:00", "2025-03-30").ShouldBe(TimeSpan.FromHours(23));
        Total("Su 01:00-05:00", "2025-03-30").ShouldBe(TimeSpan.FromHours(3));
        Total("Su 02:00-03:00", "2025-03-30").ShouldBe(TimeSpan.Zero);
        Total("Su 00:30-02:30 02:30-04:00", "2025-03-30").ShouldBe(TimeSpan.FromHours(2.5));
        var bakery = OpeningHours.Parse("Su 01:00-05:00");
        Local(bakery.EarliestReady(At("2025-03-30 01:30"), TimeSpan.FromHours(1), Paris)).ShouldBe("2025-03-30 03:30");
    }

    [Fact]
    public void The_day_of_25_hours_doubles_no_period()
    {
        // 26 October 2025: 03:00 becomes 02:00.
        Total("Su 00:00-24:00", "2025-10-26").ShouldBe(TimeSpan.FromHours(25));
        Total("Su 01:00-04:00", "2025-10-26").ShouldBe(TimeSpan.FromHours(4));
        Total("Su 01:00-02:30 02:30-04:00", "2025-10-26").ShouldBe(TimeSpan.FromHours(4));
        OpeningHours.Parse("Su 01:00-02:30 02:30-04:00").Between(At("2025-10-26 00:00"), At("2025-10-27 00:00"), Paris).Count().ShouldBe(1);
    }

    [Fact]
    public void An_opening_on_the_day_after_the_change_is_at_the_hour_on_the_clock()
    {
        Store.NextOpening(At("2025-10-25 20:00"), Paris).ShouldBe(DateTimeOffset.Parse("2025-10-28T08:00:00Z", null));
        Store.NextOpening(At("2025-03-29 20:00"), Paris).ShouldBe(DateTimeOffset.Parse("2025-04-01T07:00:00Z", null));
    }

    [Fact]
    public void Open_now_and_next_change_never_contradict_each_other() =>
        Prop.ForAll(Gen.Choose(0, 60 * 24 * 365).Zip(Gen.Elements(
            "Mo-Fr 09:00-12:30 14:00-19:00", "Mo-Su 22:00-02:30", "Sa-Mo 00:00-24:00; We 02:00-03:00", "Su 01:00-02:30 02:30-23:00; 2025-10-26 02:15-02:45")).ToArbitrary(), sample =>
        {
            var hours = OpeningHours.Parse(sample.Item2);
            var now = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(sample.Item1);
            var change = hours.NextChange(now, Paris)!.Value;
            return change > now
                && hours.IsOpen(change, Paris) != hours.IsOpen(now, Paris)
                && hours.IsOpen(change.AddTicks(-1), Paris) == hours.IsOpen(now, Paris)
                && hours.EarliestReady(now, TimeSpan.Zero, Paris) == (hours.IsOpen(now, Paris) ? now : change);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Open_time_between_two_moments_is_cut_at_both()
    {
        var spans = Store.Between(At("2025-11-04 10:00"), At("2025-11-04 15:00"), Paris).ToList();
        spans.Select(s => (Local(s.From), Local(s.Until))).ShouldBe([("2025-11-04 10:00", "2025-11-04 12:30"), ("2025-11-04 14:00", "2025-11-04 15:00")]);
    }

    private static TimeSpan Total(string hours, string date)
    {
        var from = At(date + " 00:00");
        var until = Paris.InstantOf(Paris.DateAt(from).AddDays(1), 0);
        return TimeSpan.FromTicks(OpeningHours.Parse(hours).Between(from, until, Paris).Sum(s => s.Length.Ticks));
    }

    private static DateTimeOffset At(string local) => Paris.InstantOf(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture));

    private static string? Local(DateTimeOffset? instant) => instant is not { } at ? null
        : TimeZoneInfo.ConvertTime(at, Paris).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
