using CityOps.Domain.Geo;

namespace CityOps.Domain.City;

/// <summary>How fast each kind of vehicle may drive.</summary>
public static class SpeedLimits
{
    /// <summary>Where a city says nothing else: 80 km/h, and 60 km/h for sanitation and muck trucks.</summary>
    public static IReadOnlyDictionary<VehicleKind, Speed> Default { get; } = new Dictionary<VehicleKind, Speed>
    {
        [VehicleKind.Enforcement] = Speed.FromKilometresPerHour(80),
        [VehicleKind.Sanitation] = Speed.FromKilometresPerHour(60),
        [VehicleKind.MuckTruck] = Speed.FromKilometresPerHour(60),
        [VehicleKind.MobileCommand] = Speed.FromKilometresPerHour(80),
    };
}
