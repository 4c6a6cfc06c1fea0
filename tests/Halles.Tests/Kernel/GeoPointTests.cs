using FsCheck;
using FsCheck.Fluent;
using Halles.Kernel;

namespace Halles.Tests.Kernel;

public class GeoPointTests
{
    [Theory]
    [InlineData(48.8566, 2.3522, 45.7640, 4.8357, 391_499)]
    [InlineData(0, 0, 0, 180, 20_015_115)]
    [InlineData(0, 179.9995, 0, -179.9995, 111)]
    [InlineData(90, 0, 90, 90, 0)]
    public void Distances_are_right_over_land_dateline_and_pole(double lat1, double lon1, double lat2, double lon2, long metres)
    {
        var (a, b) = (new GeoPoint(lat1, lon1), new GeoPoint(lat2, lon2));
        a.MetresTo(b).ShouldBeInRange(metres - 2, metres + 2);
        b.MetresTo(a).ShouldBe(a.MetresTo(b));
    }

    [Fact]
    public void A_box_holds_every_point_within_the_distance() =>
        Prop.ForAll(Points().Zip(Points()).ToArbitrary(), pair =>
        {
            var (centre, other) = pair;
            return centre.Around(centre.MetresTo(other)).Contains(other);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_small_box_is_not_the_world()
    {
        var box = new GeoPoint(48.8566, 2.3522).Around(5_000);
        box.Contains(new GeoPoint(48.90, 2.36)).ShouldBeTrue();
        box.Contains(new GeoPoint(48.95, 2.36)).ShouldBeFalse();
        box.CrossesDateLine.ShouldBeFalse();
        var fiji = new GeoPoint(-17, 179.99).Around(5_000);
        fiji.CrossesDateLine.ShouldBeTrue();
        fiji.Contains(new GeoPoint(-17, -179.99)).ShouldBeTrue();
        fiji.Contains(new GeoPoint(-17, 0)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("91,0")]
    [InlineData("0,181")]
    [InlineData("NaN,0")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_point_is_not_read(string? text) => GeoPoint.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void It_reads_back_what_it_writes()
    {
        var point = GeoPoint.Parse("48.853410, 2.3488");
        point.ToString().ShouldBe("48.85341,2.3488");
        GeoPoint.Parse(point.ToString()).ShouldBe(point);
        Should.Throw<ArgumentOutOfRangeException>(() => new GeoPoint(double.NaN, 0));
    }

    private static Gen<GeoPoint> Points() =>
        Gen.Choose(-8_900, 8_900).Zip(Gen.Choose(-18_000, 18_000)).Select(p => new GeoPoint(p.Item1 / 100.0, p.Item2 / 100.0));
}
