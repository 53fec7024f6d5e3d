using System.Text.Json;

namespace CityOps.Host.City.Reading;

/// <summary>What a GeoJSON file (RFC 7946) of this directory holds beside its features: its type, and nothing else.</summary>
internal static class FeatureCollection
{
    /// <summary>Reports a member of the top object that is neither its type nor a feature.</summary>
    public static void CheckMember(string file, string member, int line, JsonElement value, FaultLog log)
    {
        if (member != "type" || Record.OfField(file, line, member, value, log).Text(member) is not ("FeatureCollection" or ""))
        {
            log.Add(
                file, line, null, "This is no part of a GeoJSON FeatureCollection",
                "Keep to {\"type\":\"FeatureCollection\",\"features\":[…]}");
        }
    }
}
