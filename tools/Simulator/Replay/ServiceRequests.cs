using System.Globalization;
using CityOps.Domain.Geo;
using CsvHelper;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Simulator.Replay;

/// <summary>One row of New York's 311 service requests.</summary>
/// <param name="UniqueKey">The city's own number of the request.</param>
/// <param name="CreatedAt">When it came in, on New York's clocks.</param>
/// <param name="Place">Where, if the row says so.</param>
internal sealed record ServiceRequest(
    string UniqueKey, LocalDateTime CreatedAt, string ComplaintType, string Descriptor, GeoPoint? Place);

/// <summary>Reads a CSV file of service requests as NYC Open Data exports it.</summary>
internal static class ServiceRequests
{
    private static readonly string[] Columns =
        ["unique_key", "created_date", "complaint_type", "descriptor", "latitude", "longitude"];

    private static readonly CsvReaderOptions Options = new() { Separator = ',', TrackLineNumbers = true };

    private static readonly LocalDateTimePattern Created =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFF");

    /// <summary>All rows in the order in which they came in.</summary>
    /// <exception cref="InputException">The file is missing, a column is, or a row has no key or no time.</exception>
    public static IReadOnlyList<ServiceRequest> Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--nyc311 {path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>All rows in the order in which they came in; of two at the same second the lower key first.</summary>
    public static IReadOnlyList<ServiceRequest> Read(TextReader text, string source)
    {
        var rows = new List<ServiceRequest>();
        try
        {
            using var csv = CsvReader.Create(text, Options, leaveOpen: true);
            if (Columns.FirstOrDefault(column => !csv.Headers.Contains(column)) is { } missing)
            {
                throw new InputException($"--nyc311 {source}: has no column '{missing}'.");
            }

            while (csv.Read())
            {
                rows.Add(Row(csv, source));
            }
        }
        catch (CsvFormatException e)
        {
            throw new InputException($"--nyc311 {source}: {e.Message}", e);
        }

        return
        [
            .. rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.UniqueKey, StringComparer.Ordinal),
        ];
    }

    private static ServiceRequest Row(CsvReader csv, string source)
    {
        var key = csv.GetString("unique_key");
        var createdAt = csv.GetString("created_date");
        var created = Created.Parse(createdAt);
        if (!Domain.Identifier.IsValid(key) || !created.Success)
        {
            throw new InputException(
                $"--nyc311 {source}, line {csv.LineNumber}: needs an id as unique_key and a time as created_date, has "
                + $"'{key}' and '{createdAt}'.");
        }

        return new(
            key,
            created.Value,
            csv.GetString("complaint_type"),
            csv.GetString("descriptor"),
            PlaceOf(csv.GetString("latitude"), csv.GetString("longitude")));
    }

    private static GeoPoint? PlaceOf(string? latitude, string? longitude) =>
        double.TryParse(latitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var lat) &&
        double.TryParse(longitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var lon) &&
        GeoPoint.TryAt(lat, lon, out var place)
            ? place
            : null;
}
