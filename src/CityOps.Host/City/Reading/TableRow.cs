using System.Globalization;
using CityOps.Domain;
using CityOps.Domain.Geo;
using CsvHelper;

namespace CityOps.Host.City.Reading;

/// <summary>One line of a table; valid until the next is read.</summary>
internal sealed class TableRow(string file, CsvReader reader, string[] columns, int[] positions, FaultLog log)
{
    private readonly int _faultsBefore = log.Count;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = (int)reader.LineNumber;

    /// <summary>The row's id: names it in every fault.</summary>
    public string? Feature { get; set; }

    /// <summary>True as long as nothing was wrong with this row.</summary>
    public bool IsSound => log.Count == _faultsBefore;

    public void Fault(string problem, string remedy) => log.Add(file, Line, Feature, problem, remedy);

    public string OptionalText(string column) => reader.GetString(positions[Array.IndexOf(columns, column)]);

    public string Text(string column)
    {
        var text = OptionalText(column);
        if (text.Length == 0)
        {
            Fault($"The field '{column}' is empty", "Fill it in");
        }

        return text;
    }

    public string Id(string column)
    {
        var id = Text(column);
        if (id.Length > 0 && !Identifier.IsValid(id))
        {
            Fault($"'{id}' is no id", "Use 1 to 64 letters, digits, dots, hyphens and underscores");
        }

        Feature ??= id;
        return id;
    }

    /// <summary>The place in the columns lon and lat, WGS-84 degrees.</summary>
    public GeoPoint Place()
    {
        var (longitude, latitude) = (Degrees("lon"), Degrees("lat"));
        if (!GeoPoint.TryAt(latitude, longitude, out var place) && IsSound)
        {
            Fault($"There is no place {longitude}, {latitude}", "Give longitude and latitude in degrees, WGS-84");
        }

        return place;
    }

    private double Degrees(string column)
    {
        var text = Text(column);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees))
        {
            return degrees;
        }

        if (text.Length > 0)
        {
            Fault($"'{text}' in '{column}' is no number", "Give decimal degrees: 115.8601234");
        }

        return double.NaN;
    }
}
