using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class OpeningHoursTextTests
{
    [Theory]
    [InlineData("07:00-13:00 15:30-19:30", "07:00-13:00 15:30-19:30")]
    [InlineData("15h30 – 19h30, 7-13", "07:00-13:00 15:30-19:30")]
    [InlineData("18:00-0:00", "18:00-24:00")]
    [InlineData("18:00-02:00", "18:00-02:00")]
    [InlineData("00:00-24:00", "00:00-24:00")]
    [InlineData("closed", "")]
    [InlineData("", "")]
    public void Hours_of_a_day_are_read_as_people_write_them(string text, string canonical) =>
        OpeningHoursText.FormatDay(OpeningHoursText.ParseDay(text)).ShouldBe(canonical);

    [Theory]
    [InlineData("9", "hours-shape")]
    [InlineData("9-25", "hours-shape")]
    [InlineData("24:00-02:00", "hours-shape")]
    [InlineData("9:60-10", "hours-shape")]
    [InlineData("09:00-09:00", "hours-shape")]
    [InlineData("9-10-11", "hours-shape")]
    [InlineData("09:00-12:00 11:00-14:00", "hours-overlap")]
    [InlineData("18:00-02:00 20:00-21:00", "hours-overlap")]
    public void What_are_no_hours_says_why(string text, string reason)
    {
        OpeningHoursText.TryParseDay(text, out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
    }

    [Theory]
    [InlineData("Mo-Fr 09:00-12:30 14:00-19:00; Sa 09:00-12:00; 2025-12-25 closed; 2025-12-24 9-16", "Mo-Fr 09:00-12:30 14:00-19:00; Sa 09:00-12:00; 2025-12-24 09:00-16:00; 2025-12-25 closed")]
    [InlineData("mo,we 9-10; Tu 9-10", "Mo-We 09:00-10:00")]
    [InlineData("Sa-Mo 9-10", "Mo 09:00-10:00; Sa-Su 09:00-10:00")]
    [InlineData("Mo-Su 9-10; We closed", "Mo-Tu 09:00-10:00; Th-Su 09:00-10:00")]
    [InlineData(" ", "")]
    public void A_week_is_kept_in_one_canonical_text(string text, string canonical)
    {
        var hours = OpeningHours.Parse(text);
        hours.Text.ShouldBe(canonical);
        OpeningHours.Parse(hours.Text).ShouldBe(hours);
    }

    [Theory]
    [InlineData("Xx 9-10")]
    [InlineData("Mo-We-Fr 9-10")]
    [InlineData("2025-13-01 closed")]
    public void Days_that_do_not_exist_are_refused(string text)
    {
        OpeningHours.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem.ShouldBe(ValueProblems.HoursDay);
    }
}
