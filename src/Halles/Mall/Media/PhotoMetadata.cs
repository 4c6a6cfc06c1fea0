using System.Buffers.Binary;

namespace Halles.Mall.Media;

/// <summary>
/// Takes out of a photo what tells about its taker: place, camera, time, words (safety.md, 11). The picture itself, its
/// colours and how it is turned stay as they are.
/// </summary>
internal static class PhotoMetadata
{
    private static readonly string[] PngWords = ["eXIf", "tEXt", "iTXt", "zTXt", "tIME"];

    /// <summary>The same photo without metadata, and without what was hung on after its end; null when it has no end.</summary>
    public static byte[]? Strip(string contentType, ReadOnlySpan<byte> file) => contentType switch
    {
        "image/jpeg" => Jpeg(file),
        "image/png" => Png(file),
        _ => WebP(file),
    };

    private static byte[]? Jpeg(ReadOnlySpan<byte> file)
    {
        var bare = new MemoryStream(file.Length);
        bare.Write(file[..2]);
        var at = 2;
        foreach (var (marker, start, length) in JpegSegments.In(file))
        {
            var body = file.Slice(start, length);
            if (marker == 0xE1 && Exif.Orientation(body) is > 1 and var orientation)
            {
                bare.Write(Exif.Segment(orientation));
            }

            // APP0 is the format's own, APP2 the colour profile, APP14 how colours are coded.
            if (marker is not (0xE1 or (>= 0xE3 and <= 0xED) or 0xEF or 0xFE))
            {
                bare.Write([0xFF, marker]);
                bare.Write(file.Slice(start - 2, length + 2));
            }

            at = start + length;
        }

        if (JpegSegments.End(file, at) is not { } end)
        {
            return null;
        }

        bare.Write(file[at..end]);
        return bare.ToArray();
    }

    private static byte[]? Png(ReadOnlySpan<byte> file)
    {
        var bare = new MemoryStream(file.Length);
        bare.Write(file[..8]);
        for (var at = 8L; at + 12 <= file.Length;)
        {
            var end = at + 12 + BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            if (end > file.Length)
            {
                return null;
            }

            var chunk = file[(int)at..(int)end];
            var type = System.Text.Encoding.ASCII.GetString(chunk[4..8]);
            if (!PngWords.Contains(type, StringComparer.Ordinal))
            {
                bare.Write(chunk);
            }

            if (type == "IEND")
            {
                return bare.ToArray();
            }

            at = end;
        }

        return null;
    }

    private static byte[]? WebP(ReadOnlySpan<byte> file)
    {
        var whole = 8L + BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (whole > file.Length)
        {
            return null;
        }

        var bare = new MemoryStream(file.Length);
        bare.Write(file[..12]);
        for (var at = 12L; at + 8 <= whole;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(at + 4)..]);
            var end = at + 8 + length + (length & 1);
            if (end > whole)
            {
                return null;
            }

            var chunk = file[(int)at..(int)end].ToArray();
            if (chunk.AsSpan(0, 4).SequenceEqual("VP8X"u8))
            {
                chunk[8] &= 0b1111_0011; // neither EXIF nor XMP follows
            }

            if (!chunk.AsSpan(0, 4).SequenceEqual("EXIF"u8) && !chunk.AsSpan(0, 4).SequenceEqual("XMP "u8))
            {
                bare.Write(chunk);
            }

            at = end;
        }

        var kept = bare.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(kept.AsSpan(4), (uint)kept.Length - 8);
        return kept;
    }
}
