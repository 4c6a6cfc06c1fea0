using System.Buffers.Binary;
using Halles.Kernel;

namespace Halles.Mall.Media;

/// <summary>What a photo is, told from its bytes alone: never from its name or from what the browser says.</summary>
/// <param name="ContentType"><c>image/jpeg</c>, <c>image/png</c> or <c>image/webp</c>.</param>
/// <param name="Width">Pixels as shown: a photo held upright is upright here too.</param>
public sealed record PhotoFormat(string ContentType, int Width, int Height)
{
    /// <summary>Reads type and size from the header, without decoding anything.</summary>
    public static Result<PhotoFormat> Of(ReadOnlySpan<byte> file)
    {
        try
        {
            return file switch
            {
                [0xFF, 0xD8, 0xFF, ..] => Jpeg(file),
                [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png(file),
                [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => WebP(file),
                _ => PhotoProblems.Type,
            };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return PhotoProblems.Damaged; // the file ends before its header does
        }
    }

    private static Result<PhotoFormat> Jpeg(ReadOnlySpan<byte> file)
    {
        var turned = false;
        foreach (var (marker, start, length) in JpegSegments.In(file))
        {
            var body = file.Slice(start, length);
            if (marker == 0xE1 && Exif.Orientation(body) is >= 5 and <= 8)
            {
                turned = true;
            }
            else if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]));
                return Sized("image/jpeg", turned ? height : width, turned ? width : height);
            }
        }

        return PhotoProblems.Damaged;
    }

    private static Result<PhotoFormat> Png(ReadOnlySpan<byte> file) => file[12..16].SequenceEqual("IHDR"u8)
        ? Sized("image/png", BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]))
        : PhotoProblems.Damaged;

    private static Result<PhotoFormat> WebP(ReadOnlySpan<byte> file)
    {
        var kind = file[12..16];
        if (kind.SequenceEqual("VP8X"u8))
        {
            return Sized("image/webp", 1 + Little24(file[24..]), 1 + Little24(file[27..]));
        }

        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return Sized("image/webp", 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
        }

        return kind.SequenceEqual("VP8 "u8)
            ? Sized("image/webp", BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF)
            : PhotoProblems.Damaged;
    }

    private static long Little24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static Result<PhotoFormat> Sized(string contentType, long width, long height) =>
        width <= 0 || height <= 0 ? PhotoProblems.Damaged
        : width > Photos.MostPixels || height > Photos.MostPixels || width * height > Photos.MostPixels ? PhotoProblems.TooManyPixels
        : width < Photos.LeastSide || height < Photos.LeastSide ? PhotoProblems.TooSmall
        : new PhotoFormat(contentType, (int)width, (int)height);
}

/// <summary>The marker segments of a JPEG before its picture data (ITU-T T.81, B.1.1).</summary>
internal static class JpegSegments
{
    /// <summary>Marker, and where the segment's body starts and how long it is; up to and without the start of scan.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The file ends inside a segment.</exception>
    public static List<(byte Marker, int Start, int Length)> In(ReadOnlySpan<byte> file)
    {
        var segments = new List<(byte, int, int)>();
        var at = 2;
        while (at + 4 <= file.Length)
        {
            if (file[at] != 0xFF)
            {
                break;
            }

            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++; // padding
                continue;
            }

            if (marker is 0xDA or 0xD9)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]) - 2;
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            _ = file.Slice(at + 4, length);
            segments.Add((marker, at + 4, length));
            at += 4 + length;
        }

        return segments;
    }

    /// <summary>Where the picture ends, its last marker included; null when the file ends before it. Phones hang films and more after it.</summary>
    /// <param name="at">Where its picture data begins: the first start of scan.</param>
    public static int? End(ReadOnlySpan<byte> file, int at)
    {
        while (at + 1 < file.Length)
        {
            var marker = file[at + 1];
            if (file[at] != 0xFF || marker is 0 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at++; // data, an escaped FF in it, padding, or a restart
            }
            else if (marker == 0xD9)
            {
                return at + 2;
            }
            else
            {
                at += at + 4 <= file.Length ? 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]) : 4;
            }
        }

        return null;
    }
}

/// <summary>The one thing that is read from EXIF (CIPA DC-008): how the camera was held.</summary>
internal static class Exif
{
    private const int OrientationTag = 0x0112;

    /// <summary>1 to 8, from an APP1 segment's body; 1 when it says nothing.</summary>
    public static int Orientation(ReadOnlySpan<byte> app1)
    {
        if (app1.Length < 14 || !app1.StartsWith("Exif\0\0"u8))
        {
            return 1;
        }

        var tiff = app1[6..];
        var little = tiff[0] == 'I';
        var directory = Word32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        var entries = Word16(tiff[(int)directory..], little);
        for (var i = 0; i < entries; i++)
        {
            var at = directory + 2 + (12L * i);
            if (at + 12 > tiff.Length)
            {
                return 1;
            }

            var entry = tiff.Slice((int)at, 12);
            if (Word16(entry, little) == OrientationTag)
            {
                return Word16(entry[8..], little) is >= 1 and <= 8 and var orientation ? orientation : 1;
            }
        }

        return 1;
    }

    /// <summary>An APP1 segment, marker included, that says nothing but the orientation.</summary>
    public static byte[] Segment(int orientation) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static int Word16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Word32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
