using Halles.Mall.Settings;

namespace Halles.Web.Hosting;

/// <summary>An accent that cannot be read somewhere.</summary>
/// <param name="Contrast">The worst contrast that it has.</param>
/// <param name="Instead">The nearest of its hue that can be read everywhere.</param>
internal sealed record FaintAccent(double Contrast, string Instead);

/// <summary>
/// Whether a mall's accent can be read wherever the pages put it: as words and lines on paper, cards and sunken grounds and on its own
/// wash, and under the words of buttons (WCAG 2.2, 1.4.3: 4.5 to 1).
/// </summary>
internal static class AccentContrast
{
    /// <summary>What text needs.</summary>
    public const double Least = 4.5;

    /// <summary>What an accent by day is read on, as <c>mall.css</c> has it: paper, card, sunk.</summary>
    private static readonly BrandSheet.Colour[] Day = [BrandSheet.Paper, new(0xff, 0xfd, 0xf9), new(0xf1, 0xeb, 0xe0)];

    private static readonly BrandSheet.Colour[] Night = [BrandSheet.Night, new(0x24, 0x21, 0x1d), new(0x13, 0x11, 0x0f)];

    /// <summary>What is wrong with the accent by day; null when nothing is.</summary>
    public static FaintAccent? ByDay(string accent) => Faint(accent, BrandSheet.Black, a => Worst(a, Day, BrandSheet.Paper.Mixed(a, BrandSheet.DayWash), BrandSheet.White));

    /// <summary>The same by night.</summary>
    public static FaintAccent? ByNight(string accent) => Faint(accent, BrandSheet.White, a => Worst(a, Night, BrandSheet.Night.Mixed(a, BrandSheet.NightWash), BrandSheet.InkOn(a)));

    private static double Worst(BrandSheet.Colour accent, IEnumerable<BrandSheet.Colour> grounds, BrandSheet.Colour wash, BrandSheet.Colour ink) =>
        grounds.Append(wash).Append(ink).Min(accent.Contrast);

    // Towards black by day, towards white by night: the hue stays, and the first step that can be read is the nearest.
    private static FaintAccent? Faint(string accent, BrandSheet.Colour towards, Func<BrandSheet.Colour, double> worst)
    {
        if (BrandSheet.Colour.Parse(accent) is not { } colour || worst(colour) is var contrast && contrast >= Least)
        {
            return null;
        }

        return new FaintAccent(contrast, Enumerable.Range(1, 100).Select(percent => colour.Mixed(towards, percent)).First(c => worst(c) >= Least).ToString());
    }
}
