using System.Text.Json;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City;

/// <summary>What <c>city.json</c> says: who the city is, and which catalogs, calendars and policy it uses.</summary>
internal sealed record CityHead(
    string Id, Name Name, string Zone, IReadOnlyList<CatalogUse> Catalogs, IReadOnlyList<CalendarUse> Calendars, string? Escalation)
{
    public const string File = "city.json";

    public IReadOnlyDictionary<VehicleKind, Speed> SpeedLimits { get; init; } = Domain.City.SpeedLimits.Default;

    private IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    public static CityHead Read(CitySource source, FaultLog log)
    {
        var nothing = new CityHead("", new Name("", ""), "", [], [], null);
        if (source.Read(File) is not { } content)
        {
            return nothing;
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            var lines = JsonRecords.LinesOfMembers(content.Span);
            var head = Read(new Record(File, 1, document.RootElement, log, lines: lines)) with { Lines = lines };
            if (head.Escalation is null)
            {
                log.Warn(
                    File, head.PlaceOf("escalation").Line, null, "The city has no escalation: nobody is told of a case that runs late",
                    "Name a file in 'escalation', as config/policy/escalation.json");
            }

            return head with { Calendars = CalendarUse.Read(head.PlaceOf("calendars"), content, log) };
        }
        catch (JsonException e)
        {
            log.Add(File, (int)(e.LineNumber ?? 0) + 1, null, "The JSON is broken", "Mend the line; see RFC 8259");
            return nothing;
        }
    }

    /// <summary>Where a field stands; the first line where it is left out.</summary>
    public FilePlace PlaceOf(string field) => new(File, Lines.GetValueOrDefault(field, 1));

    private static CityHead Read(Record record)
    {
        var head = new CityHead(
            record.Id("id"), record.Name("name"), record.Text("zone"), CatalogUse.Read(record), [],
            record.OptionalText("escalation"))
        {
            SpeedLimits = SpeedLimitReader.Read(record),
        };
        record.Any("calendars", JsonValueKind.Array, "a list of calendars", out _);
        if (head.Zone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(head.Zone) is null)
        {
            record.Fault("zone", $"'{head.Zone}' is no time zone", "Give an IANA time zone: Asia/Shanghai");
        }

        if (head.Catalogs.Count == 0)
        {
            record.Fault("catalogs", "The city uses no catalog", "Name at least one file in 'catalogs', relative to this directory");
        }

        record.NoMore();
        return head;
    }
}
