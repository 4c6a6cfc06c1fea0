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
}
