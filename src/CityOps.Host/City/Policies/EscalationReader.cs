using CityOps.Domain.Deadlines;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Policies;

/// <summary>Reads the escalation policy that city.json names.</summary>
internal static class EscalationReader
{
    /// <summary>The policy; after a fault, whatever was sound of it.</summary>
    public static EscalationPolicy Read(CityHead head, LoadedCatalog catalog, CitySource source, FaultLog log)
    {
        if (head.Escalation is not { Length: > 0 } file || source.Read(file, head.PlaceOf("escalation")) is not { } content)
        {
            return EscalationPolicy.None;
        }

        var policy = new EscalationFile(file, catalog, log);
        return JsonRecords.Read(file, content, log, policy.Take) ? policy.Whole() : EscalationPolicy.None;
    }
}
