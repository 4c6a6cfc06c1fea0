using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;

namespace Halles.Testing;

/// <summary>Photos made on the spot: a slope of colours with some grain, as PNG by hand and as JPEG or WebP by vips.</summary>
internal static class TestPhotos
{
    public static byte[] Png(int width, int height, int seed = 1)
    {
        var pixels = new byte[(width * 3 + 1) * height];
        var random = new Random(seed);
        for (var y = 0; y < height; y++)
        {
            var row = pixels.AsSpan(y * (width * 3 + 1) + 1, width * 3);
            for (var x = 0; x < width; x++)
            {
                var grain = random.Next(9);
                row[x * 3] = (byte)(x * 240 / width + grain);
                row[x * 3 + 1] = (byte)(y * 240 / height + grain);
                row[x * 3 + 2] = (byte)((x / 90 + y / 70 + seed) % 2 * 90 + grain);
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(pixels);
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    public static byte[] Jpeg(int width, int height, int seed = 1) => Converted(Png(width, height, seed), width, ".jpg");

    public static byte[] WebP(int width, int height, int seed = 1) => Converted(Png(width, height, seed), width, ".webp");

    /// <summary>
    /// Photos as a phone takes them: clouds of light at every scale, as nature has them, so that they are as hard to
    /// compress as what is photographed; each another part of one large picture. Larger than any size that is served,
    /// and no larger than needed for that.
    /// </summary>
    public static List<byte[]> OfPhone(int count)
    {
        const int Width = 1632, Height = 1224, Spare = 320;
        var folder = Directory.CreateTempSubdirectory("halles-test-photos-").FullName;
        void Vips(params string[] args)
        {
            using var vips = Process.Start(new ProcessStartInfo("vips", args) { WorkingDirectory = folder })!;
            vips.WaitForExit();
            _ = vips.ExitCode == 0 ? 0 : throw new InvalidOperationException("vips " + string.Join(' ', args));
        }

        (int Cell, int Strength, int Middle)[] octaves = [(280, 90, 120), (64, 60, 0), (16, 35, 0), (4, 22, 0), (360, 50, 10), (200, 40, 0)];
        foreach (var (cell, strength, middle) in octaves)
        {
            Vips("perlin", $"n{cell}.v", $"{Width + Spare}", $"{Height + Spare}", "--cell-size", $"{cell}", "--seed", $"{cell}");
            Vips("linear", $"n{cell}.v", $"o{cell}.v", $"{strength}", $"{middle}");
        }

        Vips("sum", "o280.v o64.v o16.v o4.v", "g.v");
        Vips("add", "g.v", "o360.v", "r.v");
        Vips("add", "g.v", "o200.v", "b.v");
        Vips("bandjoin", "r.v g.v b.v", "rgb.v");
        Vips("cast", "rgb.v", "bytes.v", "uchar");
        Vips("copy", "bytes.v", "all.v", "--interpretation", "srgb");
        var photos = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            Vips("crop", "all.v", "one.jpg[Q=88]", $"{i * Spare / count}", $"{i * Spare / count}", $"{Width}", $"{Height}");
            photos.Add(File.ReadAllBytes(Path.Combine(folder, "one.jpg")));
        }

        Directory.Delete(folder, recursive: true);
        return photos;
    }

    /// <summary>Puts a chunk into a PNG right after its header.</summary>
    public static byte[] WithChunk(byte[] png, string type, byte[] body)
    {
        using var file = new MemoryStream();
        file.Write(png.AsSpan(0, 33));
        Chunk(file, System.Text.Encoding.ASCII.GetBytes(type), body);
        file.Write(png.AsSpan(33));
        return file.ToArray();
    }

    private static byte[] Converted(byte[] png, int width, string type)
    {
        var folder = Directory.CreateTempSubdirectory("halles-test-photo-").FullName;
        File.WriteAllBytes(Path.Combine(folder, "in.png"), png);
        using var vips = Process.Start(new ProcessStartInfo("vipsthumbnail", ["in.png", "--size", $"{width}x", "-o", "out" + type]) { WorkingDirectory = folder })!;
        vips.WaitForExit();
        var made = File.ReadAllBytes(Path.Combine(folder, "out" + type));
        Directory.Delete(folder, recursive: true);
        return made;
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, byte[] body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        byte[] checkedBytes = [.. type, .. body];
        file.Write(checkedBytes);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(checkedBytes));
        file.Write(number);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
