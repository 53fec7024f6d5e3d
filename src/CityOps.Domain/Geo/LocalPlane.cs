namespace CityOps.Domain.Geo;

/// <summary>
/// Metres to the east and north of a place: the plane that touches the earth there. Within 20 km of it, distances to it are right
/// to one in a thousand, which is what the borders of a city need.
/// </summary>
internal readonly struct LocalPlane(GeoPoint origin)
{
    private const double MetresPerDegree = 111_195.08;

    private readonly double _east = MetresPerDegree * Math.Cos(double.DegreesToRadians(origin.Latitude));

    /// <summary>The distance from the place to the nearest point of a path, x and y in turn; infinite where it has no edge.</summary>
    public double MetresTo(ReadOnlySpan<double> path)
    {
        var nearest = double.PositiveInfinity;
        for (var i = 2; i + 1 < path.Length; i += 2)
        {
            nearest = Math.Min(nearest, SquareTo(path[i - 2], path[i - 1], path[i], path[i + 1]));
        }

        return Math.Sqrt(nearest);
    }

    private double SquareTo(double longitude1, double latitude1, double longitude2, double latitude2)
    {
        var (x1, y1) = ((longitude1 - origin.Longitude) * _east, (latitude1 - origin.Latitude) * MetresPerDegree);
        var (x2, y2) = ((longitude2 - origin.Longitude) * _east, (latitude2 - origin.Latitude) * MetresPerDegree);
        var (dx, dy) = (x2 - x1, y2 - y1);
        var length = (dx * dx) + (dy * dy);

        // How far along the edge the foot of the perpendicular lies; an edge may be no longer than a point.
        var along = length > 0 ? Math.Clamp(-((x1 * dx) + (y1 * dy)) / length, 0, 1) : 0;
        var (x, y) = (x1 + (along * dx), y1 + (along * dy));
        return (x * x) + (y * y);
    }
}
