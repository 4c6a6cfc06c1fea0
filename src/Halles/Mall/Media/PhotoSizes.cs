using System.Globalization;

namespace Halles.Mall.Media;

/// <summary>The ratio that a photo is cropped to.</summary>
public enum PhotoShape
{
    /// <summary>4:5, of products.</summary>
    Upright,

    /// <summary>3:2, of shops.</summary>
    Wide,
}

/// <summary>What a page says of one picture: an address that every browser shows, and the sizes to choose from.</summary>
/// <param name="Src">JPEG, or the drawing itself.</param>
/// <param name="WebP">A <c>srcset</c> of WebP; empty for drawings.</param>
/// <param name="Jpeg">A <c>srcset</c> of JPEG; empty for drawings.</param>
public sealed record Picture(string Src, string WebP, string Jpeg);

/// <summary>The fixed sizes of photos and their addresses; the same everywhere, so that caches are shared.</summary>
public static class PhotoSizes
{
    /// <summary>The type of drawings, which are served as they are.</summary>
    public const string Drawing = "image/svg+xml";

    /// <summary>Widths in pixels.</summary>
    public static readonly IReadOnlyList<int> Widths = [160, 320, 480, 640, 960, 1280];

    /// <summary>The height of a width in a shape.</summary>
    public static int Height(int width, PhotoShape shape) => shape is PhotoShape.Upright ? width * 5 / 4 : width * 2 / 3;

    /// <summary>The widths that an original can fill without being blown up; at least the smallest.</summary>
    public static List<int> Of(int width, int height, PhotoShape shape)
    {
        var fits = Widths.Where(w => w <= width && Height(w, shape) <= height).ToList();
        return fits.Count > 0 ? fits : [Widths[0]];
    }

    /// <summary>The picture of an original.</summary>
    /// <param name="hash">Hash of the original.</param>
    /// <param name="width">Pixels of the original; 0 for a drawing.</param>
    /// <param name="height">Pixels of the original; 0 for a drawing.</param>
    /// <param name="shape">The ratio wanted.</param>
    public static Picture Picture(string hash, int width, int height, PhotoShape shape)
    {
        if (width == 0)
        {
            return new Picture($"/media/{hash}/drawing.svg", "", "");
        }

        var widths = Of(width, height, shape);
        var usual = widths.Where(w => w <= 640).Max();
        return new Picture(Address(hash, usual, shape, "jpg"), Set("webp"), Set("jpg"));

        string Set(string type) => string.Join(", ", widths.Select(w => string.Create(CultureInfo.InvariantCulture, $"{Address(hash, w, shape, type)} {w}w")));
    }

    /// <summary><c>/media/{hash}/{width}.{type}</c>, with <c>-wide</c> after the width for 3:2.</summary>
    public static string Address(string hash, int width, PhotoShape shape, string type) =>
        string.Create(CultureInfo.InvariantCulture, $"/media/{hash}/{width}{(shape is PhotoShape.Wide ? "-wide" : "")}.{type}");

    /// <summary>The hash of the photo at an address of this mall; null at any other.</summary>
    /// <param name="origin">Of the mall.</param>
    public static string? HashOf(string address, string origin) =>
        address.StartsWith(origin.TrimEnd('/') + "/media/", StringComparison.OrdinalIgnoreCase) && address.Split('/') is [.., { Length: 64 } hash, var name] && hash.All(char.IsAsciiHexDigitLower) && TryParse(name, out _, out _, out _) ? hash : null;

    /// <summary>Reads the last part of an address; false when no page of ours says it.</summary>
    public static bool TryParse(string name, out int width, out PhotoShape shape, out string type)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (size, rest) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
        shape = size.EndsWith("-wide", StringComparison.Ordinal) ? PhotoShape.Wide : PhotoShape.Upright;
        type = rest;
        return int.TryParse(shape is PhotoShape.Wide ? size[..^5] : size, NumberStyles.None, CultureInfo.InvariantCulture, out width)
            && Widths.Contains(width) && rest is "webp" or "jpg" && name == Path.GetFileName(Address("", width, shape, rest));
    }
}
