using CityOps.Domain.Geo;

namespace CityOps.Simulator.Map;

/// <summary>Small steps on the ground, metres east and north; good to a few metres within a city.</summary>
internal static class LocalPlane
{
    private const double MetresPerDegree = 111_195;

    /// <summary>So many metres east and north of the place.</summary>
    public static GeoPoint Offset(GeoPoint from, double east, double north) => GeoPoint.At(
        latitude: Round(from.Latitude + (north / MetresPerDegree)),
        longitude: Round(from.Longitude + (east / (MetresPerDegree * Cosine(from)))));

    /// <summary>How far the second lies east and north of the first, metres.</summary>
    public static (double East, double North) Between(GeoPoint from, GeoPoint to) => (
        (to.Longitude - from.Longitude) * MetresPerDegree * Cosine(from),
        (to.Latitude - from.Latitude) * MetresPerDegree);

    /// <summary>Degrees clockwise from north.</summary>
    public static double HeadingOf(double east, double north) =>
        Math.Round((double.RadiansToDegrees(Math.Atan2(east, north)) + 360) % 360, 1);

    /// <summary>Seven decimals, about a centimetre: what the wire carries is then exactly what was meant.</summary>
    public static double Round(double degrees) => Math.Round(degrees, 7);

    private static double Cosine(GeoPoint at) => Math.Cos(double.DegreesToRadians(at.Latitude));
}
