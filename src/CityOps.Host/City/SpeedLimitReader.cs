using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>Reads <c>speedLimits</c> of city.json, km/h for each kind of vehicle; what it leaves out has the default.</summary>
internal static class SpeedLimitReader
{
    private const string Field = "speedLimits";

    public static IReadOnlyDictionary<VehicleKind, Speed> Read(Record record)
    {
        if (!record.Has(Field))
        {
            return SpeedLimits.Default;
        }

        var limits = new Dictionary<VehicleKind, Speed>(SpeedLimits.Default);
        var own = record.Inner(Field);
        foreach (var (word, kind) in Words.All<VehicleKind>())
        {
            if (own.Has(word) && own.Number(word) is { } limit)
            {
                limits[kind] = Speed.FromKilometresPerHour((double)limit);
                if (limit is < 1 or > 200)
                {
                    own.Fault($"{limit} km/h is no speed limit", "Give km/h from 1 to 200");
                }
            }
        }

        own.NoMore();
        return limits;
    }
}
