using System.Globalization;

namespace Halles.Kernel;

/// <summary>A point on the earth, WGS 84, in degrees.</summary>
public readonly record struct GeoPoint
{
    /// <summary>The mean radius of the earth (IUGG R1), in metres.</summary>
    private const double Radius = 6_371_008.8;

    /// <exception cref="ArgumentOutOfRangeException">Latitude beyond ±90 or longitude beyond ±180, or not a number.</exception>
    public GeoPoint(double latitude, double longitude)
    {
        if (!IsValid(latitude, longitude))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), $"{latitude}, {longitude} is no point on the earth.");
        }
        Latitude = latitude;
        Longitude = longitude;
    }

    /// <summary>Degrees north, −90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public double Longitude { get; }

    /// <summary>True for degrees of a place on Earth (WGS 84).</summary>
    public static bool IsValid(double latitude, double longitude) =>
        Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;

    /// <summary>The distance along the ground, by the haversine formula, in whole metres.</summary>
    public long MetresTo(GeoPoint other)
    {
        var sinLatitude = Math.Sin(Radians(other.Latitude - Latitude) / 2);
        var sinLongitude = Math.Sin(Radians(other.Longitude - Longitude) / 2);
        var h = (sinLatitude * sinLatitude)
            + (Math.Cos(Radians(Latitude)) * Math.Cos(Radians(other.Latitude)) * sinLongitude * sinLongitude);
        return (long)Math.Round(2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(h))));
    }

    /// <summary>Reads "latitude,longitude" in degrees with decimal points.</summary>
    public static bool TryParse(string? text, out GeoPoint point)
    {
        point = default;
        var parts = (text ?? "").Split(',');
        if (parts.Length != 2
            || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            || !IsValid(latitude, longitude))
        {
            return false;
        }
        point = new GeoPoint(latitude, longitude);
        return true;
    }

    /// <exception cref="FormatException">Not two numbers of degrees.</exception>
    public static GeoPoint Parse(string text) =>
        TryParse(text, out var point) ? point : throw new FormatException($"'{text}' is not a latitude and longitude.");

    /// <summary>"48.85341,2.3488": six decimals are a tenth of a metre.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Latitude:0.######},{Longitude:0.######}");

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
