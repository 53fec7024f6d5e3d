using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>How a vehicle drives: along the streets from corner to corner, with stops at some.</summary>
internal static class Drive
{
    /// <summary>A drive that never ends, at the pace of its kind of vehicle.</summary>
    public static Travel Along(StreetNetwork streets, VehicleKind kind, Chance chance)
    {
        var from = streets.Corner(chance);
        var to = from;
        var (slowest, fastest, stops) = kind switch
        {
            VehicleKind.Sanitation => (2.0, 5.0, 0.10),
            VehicleKind.MuckTruck => (7.0, 14.0, 0.03),
            VehicleKind.MobileCommand => (6.0, 12.0, 0.05),
            _ => (4.0, 11.0, 0.08),
        };
        return new Travel(
            from,
            () =>
            {
                (from, to) = (to, streets.Next(to, from, chance));
                return to;
            },
            () => chance.Happens(stops) ? Duration.FromSeconds(chance.Between(15, 420)) : Duration.Zero,
            () => new Speed(chance.Between(slowest, fastest)));
    }
}
