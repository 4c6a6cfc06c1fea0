using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Halles.Mall.Media;
using Halles.Testing;

namespace Halles.Tests.Mall.Media;

public sealed class PhotoFormatTests
{
    private static readonly byte[] Gps = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, .. "N 47 47 E 1 3"u8];

    [Fact]
    public void The_bytes_say_what_it_is()
    {
        PhotoFormat.Of(TestPhotos.Png(300, 200)).Value.ShouldBe(new PhotoFormat("image/png", 300, 200));
        PhotoFormat.Of(TestPhotos.Jpeg(300, 200)).Value.ShouldBe(new PhotoFormat("image/jpeg", 300, 200));
        PhotoFormat.Of(TestPhotos.WebP(300, 200)).Value.ShouldBe(new PhotoFormat("image/webp", 300, 200));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<!DOCTYPE html><p>photo.jpg")]
    [InlineData("GIF89a, an animation of a cat")]
    [InlineData("%PDF-1.7")]
    [InlineData("x")]
    public void What_is_no_photo_is_refused(string file) =>
        Photos.Check(System.Text.Encoding.ASCII.GetBytes(file)).Problem.ShouldBe(PhotoProblems.Type);

    [Fact]
    public void Too_little_and_too_much_are_refused_before_anything_is_decoded()
    {
        Photos.Check([]).Problem.ShouldBe(PhotoProblems.Empty);
        Photos.Check(new byte[Photos.MostBytes + 1]).Problem.ShouldBe(PhotoProblems.TooLarge);
        Photos.Check(TestPhotos.Png(159, 400)).Problem.ShouldBe(PhotoProblems.TooSmall);
        var bomb = TestPhotos.Png(300, 300);
        bomb[16] = 0x7F; // says that it is two thousand million pixels wide
        Photos.Check(bomb).Problem.ShouldBe(PhotoProblems.TooManyPixels);
        Photos.Check(TestPhotos.Jpeg(300, 300).AsSpan(0, 60)).Problem.ShouldBe(PhotoProblems.Damaged);
    }

    [Fact]
    public void A_header_of_64000_by_64000_pixels_is_refused_whatever_the_format()
    {
        var (png, jpeg, webp) = (TestPhotos.Png(300, 300), TestPhotos.Jpeg(300, 300), TestPhotos.WebP(300, 300));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 64_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 64_000);
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0, 0, 17]) is >= 0 and var plain ? plain : jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2, 0, 17]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 64_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 64_000);
        byte[] extended = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xF9, 0, 0xFF, 0xF9, 0, .. webp[12..]]; // 63,999 + 1, ends low first
        BinaryPrimitives.WriteInt32LittleEndian(extended.AsSpan(4), extended.Length - 8);
        foreach (var photo in (byte[][])[png, jpeg, extended])
        {
            Photos.Check(photo).Problem.ShouldBe(PhotoProblems.TooManyPixels);
        }
    }

    [Fact]
    public void No_bytes_at_all_make_it_throw()
    {
        byte[][] beginnings = [TestPhotos.Png(200, 200)[..40], TestPhotos.Jpeg(200, 200)[..200], TestPhotos.WebP(200, 200)[..40], [0xFF, 0xD8, 0xFF, 0xE1]];
        Prop.ForAll<byte[], byte, ushort>((tail, which, keep) =>
        {
            var beginning = beginnings[which % beginnings.Length];
            byte[] file = [.. beginning[..Math.Min(beginning.Length, 4 + keep % 200)], .. tail];
            _ = Photos.Check(file);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Place_and_words_are_taken_out_and_the_way_it_was_held_stays()
    {
        var plain = TestPhotos.Jpeg(300, 200);
        byte[] tagged = [.. plain[..2], 0xFF, 0xE1, 0, (byte)(Gps.Length + 2), .. Gps, 0xFF, 0xFE, 0, 9, .. "at home"u8, .. plain[2..]];
        var kept = Photos.Check(tagged).Value;
        (kept.Width, kept.Height).ShouldBe((200, 300)); // turned by a quarter, as it is shown
        var text = System.Text.Encoding.Latin1.GetString(kept.Content);
        text.ShouldNotContain("N 47 47");
        text.ShouldNotContain("at home");
        Photos.Check(kept.Content).Value.Content.ShouldBe(kept.Content); // and nothing more to take out
        kept.Hash.ShouldBe(MediaStore.HashOf(kept.Content));
    }

    [Fact]
    public void A_film_hung_on_after_the_picture_is_cut_off()
    {
        var plain = Photos.Check(TestPhotos.Jpeg(300, 200)).Value.Content;
        Photos.Check([.. plain, .. "ftypmp42 a film of three seconds"u8]).Value.Content.ShouldBe(plain);
        var png = TestPhotos.Png(200, 200);
        Photos.Check([.. png, .. "PK a hidden archive"u8]).Value.Content.ShouldBe(png);
    }

    [Fact]
    public void Png_and_webp_lose_their_words_too()
    {
        var png = TestPhotos.Png(200, 200);
        var tagged = TestPhotos.WithChunk(TestPhotos.WithChunk(png, "tEXt", "Author\0me"u8.ToArray()), "eXIf", Gps);
        Photos.Check(tagged).Value.Content.ShouldBe(png);

        var webp = Photos.Check(TestPhotos.WebP(200, 200)).Value.Content;
        byte[] more = [.. webp, .. "EXIF"u8, 4, 0, 0, 0, 1, 2, 3, 4, .. "XMP "u8, 3, 0, 0, 0, 7, 7, 7, 0];
        BinaryPrimitives.WriteInt32LittleEndian(more.AsSpan(4), more.Length - 8);
        Photos.Check(more).Value.Content.ShouldBe(webp);
    }
}
