using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Mall.Media;
using Halles.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Halles.Tests.Mall.Media;

public sealed class PhotosTests
{
    [Theory, OnBothEngines]
    public async Task A_photo_is_kept_once_and_its_sizes_are_made_on_first_demand(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var photos = On(mall);
        var original = (await photos.Accept(TestPhotos.Jpeg(700, 900), PhotoShape.Upright)).Value;
        await mall.Write(s => Keep(s, original));
        await mall.Write(s => Keep(s, original));
        mall.Scalar<long>("SELECT count(*) FROM media.originals").ShouldBe(1);
        mall.Scalar<long>("SELECT count(*) FROM jobs WHERE kind = 'make-photo-sizes'").ShouldBe(1);

        // Many ask at once: one makes it, all get it.
        var served = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => photos.Size(original.Hash, 320, PhotoShape.Upright, "webp")));
        served.ShouldAllBe(s => s != null && s.ContentType == "image/webp");
        Format(served[0]!).ShouldBe(new PhotoFormat("image/webp", 320, 400));
        Format((await photos.Size(original.Hash, 480, PhotoShape.Wide, "jpg"))!).ShouldBe(new PhotoFormat("image/jpeg", 480, 320));

        (await photos.Size(original.Hash, 960, PhotoShape.Upright, "webp")).ShouldBeNull("it is not blown up");
        (await photos.Size(new string('0', 64), 320, PhotoShape.Upright, "webp")).ShouldBeNull();
    }

    [Fact]
    public async Task The_job_makes_all_sizes_ahead()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var photos = On(mall);
        var original = Photos.Check(TestPhotos.Jpeg(500, 700)).Value;
        await mall.Write(s => Keep(s, original));
        await new MakePhotoSizes(photos).Run($$"""{"hash":"{{original.Hash}}","shape":"upright"}""", CancellationToken.None);
        Directory.GetFiles(Path.Combine(mall.Folder, "photos"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order()
            .ShouldBe(["160.jpg", "160.webp", "320.jpg", "320.webp", "480.jpg", "480.webp"]);
    }

    [Fact]
    public async Task A_photo_held_upright_is_upright_and_says_nothing_of_its_place()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var photos = On(mall);
        var plain = TestPhotos.Jpeg(600, 400);
        byte[] turned = [.. plain[..2], .. Exif.Segment(6), .. plain[2..]];
        var original = (await photos.Accept(turned, PhotoShape.Upright)).Value;
        (original.Width, original.Height).ShouldBe((400, 600));
        await mall.Write(s => Keep(s, original));
        var size = (await photos.Size(original.Hash, 320, PhotoShape.Upright, "jpg"))!;
        Format(size).ShouldBe(new PhotoFormat("image/jpeg", 320, 400));
        System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(size.Path)).ShouldNotContain("Exif");
    }

    /// <summary>A picture that is a page, a script and an archive as well, and says where it was taken.</summary>
    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task No_size_that_is_served_holds_anything_but_the_picture(string format)
    {
        byte[] place = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0, .. "N 47 47 E 1 3"u8];
        byte[] words = [.. "<script>alert(1)</script>*/=alert(1)/*"u8];
        var upload = format switch
        {
            "png" => [.. TestPhotos.WithChunk(TestPhotos.WithChunk(TestPhotos.Png(700, 900), "tEXt", [.. "Title\0"u8, .. words]), "eXIf", place[6..]), .. "PK\u0003\u0004 an archive"u8],
            "webp" => Riff(TestPhotos.WebP(700, 900), ("EXIF", place), ("XMP ", words), ("PK\u0003\u0004", words)),
            _ => Jpeg(TestPhotos.Jpeg(700, 900), (0xE0, [.. "/*"u8, .. words]), (0xE1, place), (0xE2, words), (0xFE, words)),
        };
        using var mall = TestMall.On(Engine.Sqlite);
        var photos = On(mall);
        var original = (await photos.Accept(upload, PhotoShape.Upright)).Value;
        await mall.Write(s => Keep(s, original));
        var sizes = PhotoSizes.Of(original.Width, original.Height, PhotoShape.Upright).ToList();
        sizes.Count.ShouldBeGreaterThan(3);
        foreach (var (width, type) in sizes.SelectMany(w => new[] { (w, "webp"), (w, "jpg") }))
        {
            var served = (await photos.Size(original.Hash, width, PhotoShape.Upright, type))!;
            served.ContentType.ShouldBe(type == "webp" ? "image/webp" : "image/jpeg");
            var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(served.Path));
            foreach (var never in (string[])["N 47 47", "alert(1)", "an archive"])
            {
                text.Contains(never, StringComparison.Ordinal).ShouldBeFalse($"{never} in {width}.{type} of a {format}");
            }
        }

        System.Text.Encoding.Latin1.GetString(original.Content).ShouldNotContain("N 47 47");
    }

    [Fact]
    public async Task What_has_a_header_but_no_picture_is_refused_on_upload()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        (await On(mall).Accept(TestPhotos.Png(300, 300)[..60], PhotoShape.Upright)).Problem.ShouldBe(PhotoProblems.Damaged);
        (await On(mall).Accept(TestPhotos.Jpeg(300, 300)[..2000], PhotoShape.Upright)).Problem.ShouldBe(PhotoProblems.Damaged);

        // Right from end to end as far as headers go, but nothing that a decoder can make sense of.
        byte[] frame = [0xFF, 0xC0, 0, 17, 8, 1, 44, 1, 44, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
        byte[] hollow = [0xFF, 0xD8, .. frame, 0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0, 1, 2, 3, 0xFF, 0xD9];
        Photos.Check(hollow).Ok.ShouldBeTrue();
        (await On(mall).Accept(hollow, PhotoShape.Upright)).Problem.ShouldBe(PhotoProblems.Damaged);
    }

    [Fact]
    public async Task Without_the_program_a_small_original_is_shown_and_a_large_one_is_not()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var photos = new Photos(new MediaStore(mall.Database), mall.Database.Folder, NullLogger<Photos>.Instance) { Missing = "vipsthumbnail" };
        var small = (await photos.Accept(TestPhotos.Jpeg(300, 400), PhotoShape.Upright)).Value;
        var large = (await photos.Accept(TestPhotos.Png(900, 900), PhotoShape.Upright)).Value;
        await mall.Write(s => Keep(s, small));
        await mall.Write(s => Keep(s, large));
        var served = (await photos.Size(small.Hash, 320, PhotoShape.Upright, "webp"))!;
        served.ShouldSatisfyAllConditions(s => s.ContentType.ShouldBe("image/jpeg"), s => s.ForNow.ShouldBeTrue());
        (await File.ReadAllBytesAsync(served.Path)).ShouldBe(small.Content);
        large.Content.Length.ShouldBeGreaterThan(Photos.MostBytesAsItIs);
        (await photos.Size(large.Hash, 320, PhotoShape.Upright, "webp")).ShouldBeNull();
    }

    [Fact]
    public async Task A_drawing_is_served_as_it_is_and_compressed_where_that_is_taken()
    {
        using var mall = TestMall.On(Engine.Sqlite);
        var content = System.Text.Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\">" + new string(' ', 900) + "</svg>");
        var drawing = new Original(MediaStore.HashOf(content), PhotoSizes.Drawing, 0, 0, content);
        await mall.Write(s => Keep(s, drawing));
        var photos = On(mall);
        (await File.ReadAllBytesAsync((await photos.Drawing(drawing.Hash, brotli: false))!.Path)).ShouldBe(content);
        var packed = (await photos.Drawing(drawing.Hash, brotli: true))!;
        packed.Brotli.ShouldBeTrue();
        new FileInfo(packed.Path).Length.ShouldBeLessThan(200);
        (await photos.Size(drawing.Hash, 320, PhotoShape.Upright, "webp")).ShouldBeNull();
    }

    private static Photos On(TestMall mall) => new(new MediaStore(mall.Database), mall.Database.Folder, NullLogger<Photos>.Instance);

    private static Result<Done> Keep(WriteSession s, Original original)
    {
        Photos.Keep(s, original, PhotoShape.Upright);
        return default(Done);
    }

    private static PhotoFormat Format(PhotoServed served) => PhotoFormat.Of(File.ReadAllBytes(served.Path)).Value;

    private static byte[] Jpeg(byte[] plain, params (byte Marker, byte[] Body)[] segments) =>
        [.. plain[..2], .. segments.SelectMany(s => (byte[])[0xFF, s.Marker, 0, (byte)(s.Body.Length + 2), .. s.Body]), .. plain[2..], .. "PK\u0003\u0004 an archive"u8];

    private static byte[] Riff(byte[] plain, params (string Type, byte[] Body)[] chunks)
    {
        byte[] file = [.. plain, .. chunks.SelectMany(c => (byte[])[.. System.Text.Encoding.ASCII.GetBytes(c.Type), (byte)c.Body.Length, 0, 0, 0, .. c.Body, .. new byte[c.Body.Length % 2]])];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }
}
