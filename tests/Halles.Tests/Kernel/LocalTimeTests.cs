using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class LocalTimeTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("2025-07-01T10:00", "2025-07-01T08:00Z")]
    [InlineData("2025-03-30T01:59", "2025-03-30T00:59Z")]
    [InlineData("2025-03-30T02:00", "2025-03-30T01:00Z")]
    [InlineData("2025-03-30T02:59:59", "2025-03-30T01:00Z")]
    [InlineData("2025-03-30T03:00", "2025-03-30T01:00Z")]
    [InlineData("2025-10-26T02:30", "2025-10-26T00:30Z")]
    [InlineData("2025-10-26T03:00", "2025-10-26T02:00Z")]
    public void A_time_on_the_clock_has_one_instant(string local, string instant) =>
        Paris.InstantOf(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("Europe/Paris")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/St_Johns")]
    [InlineData("Africa/Casablanca")]
    public void Later_times_never_give_earlier_instants(string zone)
    {
        var tz = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var last = DateTimeOffset.MinValue;
        for (var minutes = 0; minutes < 366 * 1440; minutes += 15)
        {
            var instant = tz.InstantOf(new DateOnly(2025, 1, 1), minutes);
            instant.ShouldBeGreaterThanOrEqualTo(last);
            last = instant;
        }
    }

    [Fact]
    public void The_date_is_that_of_the_zone() =>
        Paris.DateAt(new DateTimeOffset(2025, 6, 30, 22, 30, 0, TimeSpan.Zero)).ShouldBe(new DateOnly(2025, 7, 1));
}
