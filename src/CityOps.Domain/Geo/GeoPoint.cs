namespace CityOps.Domain.Geo;

/// <summary>A place on earth in WGS-84 degrees. The default is 0° N 0° E, a valid place on which nothing of a city lies.</summary>
public readonly record struct GeoPoint
{
    private GeoPoint(double latitude, double longitude)
    {
        Latitude = latitude;
        Longitude = longitude;
    }

    /// <summary>Degrees north, −90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public double Longitude { get; }

    /// <summary>The place at the given degrees.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside of its range or no number.</exception>
    public static GeoPoint At(double latitude, double longitude) =>
        TryAt(latitude, longitude, out var point)
            ? point
            : throw new ArgumentOutOfRangeException(nameof(latitude), $"No place has {latitude}° N, {longitude}° E.");

    /// <summary>The place at the given degrees, or false where a coordinate is outside of its range or no number.</summary>
    public static bool TryAt(double latitude, double longitude, out GeoPoint point)
    {
        var valid = latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180;
        point = valid ? new GeoPoint(latitude, longitude) : default;
        return valid;
    }

    /// <summary>The length of the great circle to the other place (haversine, mean earth radius 6,371,008.8 m).</summary>
    public Length DistanceTo(GeoPoint other)
    {
        const double earthRadius = 6_371_008.8;
        var lat1 = double.DegreesToRadians(Latitude);
        var lat2 = double.DegreesToRadians(other.Latitude);
        var sinLat = Math.Sin((lat2 - lat1) / 2);
        var sinLon = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var h = (sinLat * sinLat) + (Math.Cos(lat1) * Math.Cos(lat2) * sinLon * sinLon);
        return Length.FromMetres(2 * earthRadius * Math.Asin(Math.Min(1, Math.Sqrt(h))));
    }

    /// <summary>
    /// The distance to the straight way between two places, and at which share of it (0 at the first, 1 at the second) it is nearest.
    /// On a plane that touches the earth here: within a metre for ways of some kilometres.
    /// </summary>
    public (double Share, Length Distance) DistanceTo(GeoPoint first, GeoPoint second)
    {
        const double metresPerDegree = 6_371_008.8 * Math.PI / 180;
        var eastward = metresPerDegree * Math.Cos(double.DegreesToRadians(Latitude));
        var (x1, y1) = ((first.Longitude - Longitude) * eastward, (first.Latitude - Latitude) * metresPerDegree);
        var (x2, y2) = ((second.Longitude - Longitude) * eastward, (second.Latitude - Latitude) * metresPerDegree);
        var (dx, dy) = (x2 - x1, y2 - y1);
        var square = (dx * dx) + (dy * dy);
        var share = square == 0 ? 0 : Math.Clamp(-((x1 * dx) + (y1 * dy)) / square, 0, 1);
        return (share, Length.FromMetres(double.Hypot(x1 + (share * dx), y1 + (share * dy))));
    }

    /// <summary>Latitude and longitude with six decimals, about 0.1 m.</summary>
    public override string ToString() => $"{Latitude:F6}° N, {Longitude:F6}° E";
}
