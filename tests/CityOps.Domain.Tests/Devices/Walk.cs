using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Domain.Tests.Devices;

/// <summary>A street of square unit grids of 100 m from west to east, and a device that is followed along it.</summary>
internal sealed class Walk(DeviceKind kind = DeviceKind.Vehicle)
{
    private const double MetresPerDegree = 111_195.08;

    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);

    private static readonly GridIndex Grids = new(Enumerable.Range(0, 20).Select(Square));

    public LiveDevice Device { get; private set; } = LiveDevice.Unknown;

    /// <summary>The unit grids that it was in, in order; the last one is where it is.</summary>
    public List<string?> Crossed { get; } = [];

    public static string Code(int square) => $"{360102001001000 + square}";

    /// <summary>So many metres to the east of the street's beginning, and to the north of its middle.</summary>
    public static GeoPoint Place(double east, double north = 0) =>
        GeoPoint.At(latitude: north / MetresPerDegree, longitude: 115 + (east / MetresPerDegree));

    public static Fix Fix(double seconds, double east, double north = 0, DeviceKind kind = DeviceKind.Vehicle) =>
        new(new Device(kind, "d"), Start + Duration.FromSeconds(seconds), Place(east, north));

    /// <summary>Tells of a further fix.</summary>
    public FixOutcome See(double seconds, double east, double north = 0, double? accuracy = null)
    {
        var fix = Fix(seconds, east, north, kind) with { Accuracy = accuracy is { } m ? Length.FromMetres(m) : null };
        var outcome = Device.Judge(fix);
        if (outcome is FixOutcome.Applied or FixOutcome.Teleported)
        {
            var grid = Grids.Locate(fix.Place);
            Device = Device.Follow(fix, outcome, new GridPlace(grid?.Code, grid?.Beat), Grids);
        }

        if (Crossed.Count == 0 || Crossed[^1] != Device.UnitGrid)
        {
            Crossed.Add(Device.UnitGrid);
        }

        return outcome;
    }

    private static UnitGrid Square(int number)
    {
        var ring = new[] { (0, -50), (100, -50), (100, 50), (0, 50), (0, -50) }
            .Select(corner => Place((number * 100) + corner.Item1, corner.Item2))
            .Select(place => new Coordinate(place.Longitude, place.Latitude));
        return new UnitGrid(Code(number), new Polygon(new LinearRing([.. ring])), $"P{number / 4}");
    }
}
