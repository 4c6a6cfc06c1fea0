using System.Globalization;
using Halles.Mall.Settings;

namespace Halles.Web.Hosting;

/// <summary>The small style sheet with a mall's own accent, after the shared one: from three colours all shades are mixed.</summary>
public static class BrandSheet
{
    /// <summary>How many percent of the accent its wash has, by day and by night.</summary>
    internal const int DayWash = 12, NightWash = 22;

    internal static readonly Colour Paper = new(0xfa, 0xf7, 0xf1), Night = new(0x1a, 0x18, 0x15), Black = new(0, 0, 0), White = new(0xff, 0xff, 0xff);
    private static readonly Colour DarkInk = new(0x0b, 0x1a, 0x14);

    /// <summary>Where it is, with what tells it from others; null for the mall's usual colours.</summary>
    public static string? Url(Brand brand) => brand with { Logo = null } == new Brand() || Css(brand) is not { Length: > 0 } css
        ? null
        : "/brand.css?v=" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(css)).AsSpan(0, 4));

    /// <summary>The sheet; empty when one of the colours is none.</summary>
    public static string Css(Brand brand) => Parse(brand) is not var (accent, ink, dark) ? "" : $"{Day(":root", accent, ink)}\n@media (prefers-color-scheme:dark){{{Dark(":root", dark)}}}\n";

    /// <summary>The same for two parts of a page, one by day and one by night; empty when one of the colours is none.</summary>
    public static string Tokens(string day, string night, Brand brand) => Parse(brand) is not var (accent, ink, dark) ? "" : $"{Day(day, accent, ink)}\n{Dark(night, dark)}\n";

    /// <summary>What can be read on an accent by night.</summary>
    internal static Colour InkOn(Colour dark) => dark.Contrast(DarkInk) >= dark.Contrast(White) ? DarkInk : White;

    private static (Colour Accent, Colour Ink, Colour Dark)? Parse(Brand brand) =>
        Colour.Parse(brand.Accent) is { } accent && Colour.Parse(brand.AccentInk) is { } ink && Colour.Parse(brand.AccentDark) is { } dark ? (accent, ink, dark) : null;

    private static string Day(string part, Colour accent, Colour ink) =>
        $"{part}{{--accent:{accent};--accent-deep:{accent.Mixed(Black, 28)};--accent-ink:{ink};--accent-wash:{Paper.Mixed(accent, DayWash)}}}";

    private static string Dark(string part, Colour dark) =>
        $"{part}{{--accent:{dark};--accent-deep:{dark.Mixed(White, 35)};--accent-ink:{InkOn(dark)};--accent-wash:{Night.Mixed(dark, NightWash)}}}";

    /// <summary>A colour in sRGB.</summary>
    internal readonly record struct Colour(int Red, int Green, int Blue)
    {
        /// <summary>Reads <c>#14523f</c>; null when it is none.</summary>
        public static Colour? Parse(string hex) =>
            hex is ['#', _, _, _, _, _, _] && int.TryParse(hex.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? new Colour(value >> 16, (value >> 8) & 0xff, value & 0xff)
                : null;

        /// <summary>With so many percent of another colour.</summary>
        public Colour Mixed(Colour other, int percent) => new(Part(Red, other.Red, percent), Part(Green, other.Green, percent), Part(Blue, other.Blue, percent));

        /// <summary>The contrast of two colours, 1 to 21 (WCAG 2.2).</summary>
        public double Contrast(Colour other)
        {
            var (a, b) = (Luminance, other.Luminance);
            return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

        private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

        private static double Linear(int channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

        private static int Part(int from, int to, int percent) => from + ((to - from) * percent / 100);
    }
}
