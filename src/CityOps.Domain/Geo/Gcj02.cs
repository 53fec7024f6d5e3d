namespace CityOps.Domain.Geo;

/// <summary>
/// A place in GCJ-02 degrees, the shifted frame of Chinese map services; a type of its own, so that it is never taken
/// for WGS-84. Outside of China's bounding box, both frames are equal.
/// </summary>
/// <remarks>The published approximation of the shift (Krasovsky 1940 ellipsoid) that every open conversion uses.</remarks>
public readonly record struct Gcj02
{
    private const double SemiMajorAxis = 6_378_245.0;
    private const double EccentricitySquared = 0.00669342162296594323;

    private Gcj02(double latitude, double longitude)
    {
        Latitude = latitude;
        Longitude = longitude;
    }

    /// <summary>Degrees north, −90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public double Longitude { get; }

    /// <summary>
    /// The place at the given degrees, or false where a coordinate is outside of its range or no number.
    /// </summary>
    public static bool TryAt(double latitude, double longitude, out Gcj02 point)
    {
        var valid = latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180;
        point = valid ? new Gcj02(latitude, longitude) : default;
        return valid;
    }

    /// <summary>The same place as map services show it.</summary>
    public static Gcj02 From(GeoPoint place)
    {
        var (latitude, longitude) = (place.Latitude, place.Longitude);
        if (!IsShifted(latitude, longitude))
        {
            return new Gcj02(latitude, longitude);
        }

        var (north, east) = Shift(latitude, longitude);
        return new Gcj02(latitude + north, longitude + east);
    }

    /// <summary>
    /// The same place in WGS-84, within a millimetre of what <see cref="From"/> turns back into this one.
    /// </summary>
    public GeoPoint ToWgs84()
    {
        if (!IsShifted(Latitude, Longitude))
        {
            return GeoPoint.At(Latitude, Longitude);
        }

        // The shift varies by less than 0.3 % of the way, so every round gains more than two digits.
        var (latitude, longitude) = (Latitude, Longitude);
        for (var round = 0; round < 6; round++)
        {
            var (north, east) = Shift(latitude, longitude);
            (latitude, longitude) = (Latitude - north, Longitude - east);
        }

        return GeoPoint.At(latitude, longitude);
    }

    // The box in which map services shift.
    private static bool IsShifted(double latitude, double longitude) =>
        latitude is >= 0.8293 and <= 55.8271 && longitude is >= 72.004 and <= 137.8347;

    // In degrees, at a WGS-84 place. The metres come from the published polynomial and waves around 35° N, 105° E.
    private static (double North, double East) Shift(double latitude, double longitude)
    {
        var (x, y) = (longitude - 105, latitude - 35);
        var root = Math.Sqrt(Math.Abs(x));
        var ripple = (20 * double.SinPi(6 * x)) + (20 * double.SinPi(2 * x));
        var northMetres = -100 + (2 * x) + (3 * y) + (0.2 * y * y) + (0.1 * x * y) + (0.2 * root)
            + ((ripple + Waves(y) + (160 * double.SinPi(y / 12)) + (320 * double.SinPi(y / 30))) * 2 / 3);
        var eastMetres = 300 + x + (2 * y) + (0.1 * x * x) + (0.1 * x * y) + (0.1 * root)
            + ((ripple + Waves(x) + (150 * double.SinPi(x / 12)) + (300 * double.SinPi(x / 30))) * 2 / 3);

        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(latitude));
        var flat = 1 - (EccentricitySquared * sine * sine);
        var meridian = SemiMajorAxis * (1 - EccentricitySquared) / (flat * Math.Sqrt(flat));
        var parallel = SemiMajorAxis / Math.Sqrt(flat) * cosine;
        return (double.RadiansToDegrees(northMetres / meridian), double.RadiansToDegrees(eastMetres / parallel));
    }

    private static double Waves(double degrees) => (20 * double.SinPi(degrees)) + (40 * double.SinPi(degrees / 3));
}
