using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Replay;

/// <summary>
/// Turns a New York service request into a report in the replayed city. A pure function of the row and the city's
/// files: the same on every replay, so that ids and places are stable.
/// </summary>
internal sealed class NewYorkMapping(SimulatedCity city)
{
    // The rectangle around the five boroughs.
    private const double South = 40.4961;
    private const double North = 40.9156;
    private const double West = -74.2557;
    private const double East = -73.7002;
    private const int MostDescription = 4_000;
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private readonly ComplaintCatalog _catalog = new(city.Configuration.Categories.Values);

    /// <summary>The report for a row.</summary>
    public ReportMessage ReportOf(ServiceRequest request)
    {
        var category = _catalog.For(request.ComplaintType);
        var place = PlaceOf(request);
        return new(
            request.UniqueKey,
            Wire.Time(InstantOf(request.CreatedAt)),
            place.Longitude,
            place.Latitude,
            Life.ReportWriter.Kind(category.Kind),
            category.Code)
        {
            Condition = category.Conditions.Count > 0 ? category.Conditions[0].Id : null,
            Description = DescriptionOf(request),
            Channel = "citizenApp",
            Source = request.UniqueKey,
        };
    }

    /// <summary>
    /// The wall clock of New York as an instant; the hour that the autumn has twice is taken as the first.
    /// </summary>
    public static Instant InstantOf(LocalDateTime createdAt) => NewYork.AtLeniently(createdAt).ToInstant();

    /// <summary>
    /// The five boroughs stretched over the city's rectangle. What falls outside of every unit grid goes into the
    /// nearest one; a row without coordinates into one chosen by its key.
    /// </summary>
    public GeoPoint PlaceOf(ServiceRequest request)
    {
        var chance = new Chance(Chance.HashOf(request.UniqueKey));
        if (request.Place is not { } place)
        {
            return UnitGridMap.PlaceIn(chance.Of(city.Grids.InOrder), chance);
        }

        var bounds = city.Grids.Bounds;
        var moved = GeoPoint.At(
            latitude: LocalPlane.Round(Stretch(place.Latitude, South, North, bounds.MinY, bounds.MaxY)),
            longitude: LocalPlane.Round(Stretch(place.Longitude, West, East, bounds.MinX, bounds.MaxX)));
        return city.Grids.At(moved) is not null ? moved : UnitGridMap.PlaceIn(city.Grids.Nearest(moved), chance);
    }

    private static string DescriptionOf(ServiceRequest request)
    {
        var text = request.Descriptor.Length == 0
            ? request.ComplaintType
            : $"{request.ComplaintType}: {request.Descriptor}";
        return text.Length <= MostDescription ? text : text[..MostDescription];
    }

    private static double Stretch(double value, double from, double to, double newFrom, double newTo) =>
        newFrom + ((Math.Clamp(value, from, to) - from) / (to - from) * (newTo - newFrom));
}
