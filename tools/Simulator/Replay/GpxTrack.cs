using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Simulator.Replay;

/// <summary>One point of a recorded track.</summary>
internal sealed record TrackPoint(Instant At, GeoPoint Place, double? Altitude);

/// <summary>A recorded track of GPX 1.0 or 1.1, and how it is moved into the replayed city.</summary>
internal static class GpxTrack
{
    /// <summary>All track points with a time, of all segments, in the order of the file.</summary>
    /// <exception cref="InputException">The file is missing, no XML, or has no point with a time.</exception>
    public static IReadOnlyList<TrackPoint> Read(string option, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Read(file, $"{option} {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>All track points with a time, of all segments, in the order of the file.</summary>
    public static IReadOnlyList<TrackPoint> Read(Stream gpx, string source)
    {
        try
        {
            var points = XDocument.Load(gpx).Descendants()
                .Where(element => element.Name.LocalName == "trkpt")
                .Select(PointOf)
                .OfType<TrackPoint>()
                .ToArray();
            return points.Length > 0 ? points : throw new InputException($"{source}: has no track point with a time.");
        }
        catch (XmlException e)
        {
            throw new InputException($"{source}: is no XML: {e.Message}", e);
        }
    }

    /// <summary>
    /// The track with its first point at the start, its intervals as recorded, and its middle at the given place;
    /// metres stay metres, since a degree of longitude is not as long there as here.
    /// </summary>
    public static IReadOnlyList<TrackPoint> Moved(IReadOnlyList<TrackPoint> track, GeoPoint to, Instant start)
    {
        var middle = GeoPoint.At(
            latitude: (track.Min(point => point.Place.Latitude) + track.Max(point => point.Place.Latitude)) / 2,
            longitude: (track.Min(point => point.Place.Longitude) + track.Max(point => point.Place.Longitude)) / 2);
        return
        [
            .. track.Select(point =>
            {
                var (east, north) = LocalPlane.Between(middle, point.Place);
                return point with { At = start + (point.At - track[0].At), Place = LocalPlane.Offset(to, east, north) };
            }),
        ];
    }

    /// <summary>The points as they go over the wire.</summary>
    public static PositionMessage Message(TrackPoint point) =>
        new(Wire.Time(point.At), point.Place.Longitude, point.Place.Latitude) { Altitude = point.Altitude };

    private static TrackPoint? PointOf(XElement element)
    {
        var time = ChildOf(element, "time");
        return Number(element.Attribute("lat")?.Value) is { } lat &&
            Number(element.Attribute("lon")?.Value) is { } lon &&
            GeoPoint.TryAt(lat, lon, out var place) &&
            time is not null && OffsetDateTimePattern.Rfc3339.Parse(time) is { Success: true } at
                ? new TrackPoint(at.Value.ToInstant(), place, Number(ChildOf(element, "ele")))
                : null;
    }

    private static string? ChildOf(XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
