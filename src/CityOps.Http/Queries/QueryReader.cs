using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Http.Json;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace CityOps.Http.Queries;

/// <summary>Reads query parameters, and remembers which of them are malformed. One for each request.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly Faults _faults = new();

    /// <summary>The answer where a parameter is malformed.</summary>
    public bool IsMalformed([NotNullWhen(true)] out ProblemHttpResult? problem)
    {
        problem = _faults.Any ? Problem.Malformed(_faults.ByField) : null;
        return problem is not null;
    }

    public void Fault(string name, string why) => _faults.Add(name, why);

    /// <summary>The text of a parameter; null where it is missing or empty.</summary>
    public string? Text(string name, int longest = 200)
    {
        var values = query[name];
        if (values.Count > 1)
        {
            _faults.Add(name, "It stands there more than once.");
            return null;
        }

        var text = string.IsNullOrEmpty(values.ToString()) ? null : values.ToString();
        _faults.Bound(name, text, longest);
        return text;
    }

    public string? Identifier(string name)
    {
        var text = Text(name);
        return _faults.Identify(name, text) ? text : null;
    }

    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => Malformed<bool>(name, "It is neither true nor false."),
    };

    public int Limit(int unless = 100, int most = 1000) => Whole("limit", most) ?? unless;

    /// <summary>A whole number from 1 on; null where it is missing.</summary>
    public int? Whole(string name, int most)
    {
        var text = Text(name);
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1 && number <= most ? number
            : Malformed<int>(name, $"It is no number from 1 to {most:N0}.");
    }

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        var text = Text(name);
        foreach (var word in Enum.GetValues<T>())
        {
            if (text == CityJson.Word(word))
            {
                return word;
            }
        }

        return text is null
            ? null
            : Malformed<T>(name, $"It is none of {string.Join(", ", Enum.GetValues<T>().Select(CityJson.Word))}.");
    }

    public string? OneOf(string name, params IReadOnlyCollection<string> words)
    {
        var text = Text(name);
        if (text is not null && !words.Contains(text))
        {
            _faults.Add(name, $"It is none of {string.Join(", ", words)}.");
        }

        return text;
    }

    /// <summary>A time. A plus sign that was not escaped comes as a space.</summary>
    public Instant? Time(string name)
    {
        var text = Text(name)?.Replace(' ', '+');
        return text is null ? null
            : InstantText.TryParse(text, out var time) ? time
            : Malformed<Instant>(name, InstantText.Form);
    }

    public double? Number(string name)
    {
        var text = Text(name);
        return text is null ? null
            : TryNumber(text, out var number) ? number
            : Malformed<double>(name, "It is no number.");
    }

    public double? RequiredNumber(string name)
    {
        if (StringValues.IsNullOrEmpty(query[name]))
        {
            _faults.Add(name, "It is required.");
        }

        return Number(name);
    }

    /// <summary>A place given as <c>lon,lat</c>.</summary>
    public GeoPoint? Place(string name)
    {
        var text = Text(name);
        return text is null ? null
            : Numbers(text) is [var lon, var lat] && GeoPoint.TryAt(lat, lon, out var place) ? place
            : Malformed<GeoPoint>(name, "It is not lon,lat in degrees.");
    }

    /// <summary>A place given as <c>lon</c> and <c>lat</c>, both required; any place where one is malformed.</summary>
    public GeoPoint Point()
    {
        var place = default(GeoPoint);
        var (longitude, latitude) = (RequiredNumber("lon"), RequiredNumber("lat"));
        if (longitude is { } lon && latitude is { } lat && !GeoPoint.TryAt(lat, lon, out place))
        {
            Fault(lat is >= -90 and <= 90 ? "lon" : "lat", "It is out of range.");
        }

        return place;
    }

    /// <summary>A box given as <c>minLon,minLat,maxLon,maxLat</c>.</summary>
    public GeoBox? Box(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        if (Numbers(text) is [var west, var south, var east, var north]
            && west <= east && south <= north
            && GeoPoint.TryAt(south, west, out var southWest)
            && GeoPoint.TryAt(north, east, out var northEast))
        {
            return new GeoBox(southWest, northEast);
        }

        _faults.Add(name, "It is not minLon,minLat,maxLon,maxLat in degrees.");
        return null;
    }

    private T? Malformed<T>(string name, string why)
        where T : struct
    {
        _faults.Add(name, why);
        return null;
    }

    private static double[] Numbers(string text)
    {
        var parts = text.Split(',');
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TryNumber(parts[i], out numbers[i]))
            {
                return [];
            }
        }

        return numbers;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out number)
        && double.IsFinite(number);
}
