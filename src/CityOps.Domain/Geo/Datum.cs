namespace CityOps.Domain.Geo;

/// <summary>
/// The frame in which a device gave its coordinates. Inside, everything is WGS-84; this records what it came from.
/// </summary>
public enum Datum
{
    /// <summary>WGS-84, as satellites give it; CGCS2000 is equal to it for our purpose.</summary>
    Wgs84,

    /// <summary>GCJ-02, the shifted frame of Chinese map services: 50 to 500 m off.</summary>
    Gcj02,

    /// <summary>CGCS2000, the national frame; taken as WGS-84.</summary>
    Cgcs2000,
}

/// <summary>Conversion into the one frame that is used inside.</summary>
public static class DatumConversion
{
    /// <summary>
    /// The place at degrees of the given frame, or false where a coordinate is outside of its range or no number.
    /// </summary>
    public static bool TryToWgs84(this Datum datum, double latitude, double longitude, out GeoPoint place)
    {
        if (datum != Datum.Gcj02)
        {
            return GeoPoint.TryAt(latitude, longitude, out place);
        }

        var valid = Gcj02.TryAt(latitude, longitude, out var shifted);
        place = valid ? shifted.ToWgs84() : default;
        return valid;
    }
}
