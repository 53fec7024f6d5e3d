using CityOps.Domain.City;
using CityOps.Domain.Tests;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>A city of two vehicles with terminals.</summary>
internal static class TerminalCity
{
    public const string Phone = "013800000001";
    public const string Phone2019 = "00000000013800000002";

    public static CityConfiguration Configuration { get; } = Cities.Empty with
    {
        Vehicles = new Dictionary<string, VehicleEntry>
        {
            ["v1"] = new("v1", VehicleKind.MuckTruck, "赣A00001", "d", Phone),
            ["v2"] = new("v2", VehicleKind.MuckTruck, "赣A00002", "d", Phone2019),
            ["v3"] = new("v3", VehicleKind.MuckTruck, "赣A00003", "d", null),
        },
    };
}
