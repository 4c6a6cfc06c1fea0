using Halles.Mall.Media;

namespace Halles.Tests.Mall.Media;

public sealed class PhotoSizesTests
{
    [Fact]
    public void A_page_says_only_sizes_that_the_original_fills()
    {
        var picture = PhotoSizes.Picture("ab", 700, 800, PhotoShape.Upright);
        picture.Src.ShouldBe("/media/ab/640.jpg");
        picture.WebP.ShouldBe("/media/ab/160.webp 160w, /media/ab/320.webp 320w, /media/ab/480.webp 480w, /media/ab/640.webp 640w");
        PhotoSizes.Picture("ab", 3000, 2000, PhotoShape.Wide).Jpeg.ShouldEndWith("/media/ab/1280-wide.jpg 1280w");
        PhotoSizes.Picture("ab", 0, 0, PhotoShape.Wide).ShouldBe(new Picture("/media/ab/drawing.svg", "", ""));
    }

    [Fact]
    public void Every_address_that_is_said_is_understood()
    {
        foreach (var width in PhotoSizes.Widths)
        {
            foreach (var (shape, type) in new[] { (PhotoShape.Upright, "webp"), (PhotoShape.Wide, "jpg") })
            {
                PhotoSizes.TryParse(Path.GetFileName(PhotoSizes.Address("ab", width, shape, type)), out var w, out var s, out var t).ShouldBeTrue();
                (w, s, t).ShouldBe((width, shape, type));
            }
        }
    }

    [Theory]
    [InlineData("321.webp")]
    [InlineData("320.png")]
    [InlineData("0320.webp")]
    [InlineData("320-wide-wide.webp")]
    [InlineData("-wide.webp")]
    [InlineData("../mall.db")]
    [InlineData("")]
    public void Other_addresses_are_not(string name) => PhotoSizes.TryParse(name, out _, out _, out _).ShouldBeFalse();
}
