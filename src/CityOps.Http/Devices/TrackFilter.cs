using System.Diagnostics.CodeAnalysis;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>Which part of a track a caller wants.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last one.</param>
/// <param name="Format">How it is written.</param>
internal sealed record TrackFilter(Instant From, Instant To, TrackFormat Format)
{
    private static readonly Duration Longest = Duration.FromDays(31);
    private static readonly Duration Usual = Duration.FromDays(1);

    /// <summary>Reads the parameters; the day up to now where nothing is said.</summary>
    public static bool TryRead(
        IQueryCollection parameters,
        Instant now,
        [NotNullWhen(true)] out TrackFilter? filter,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(parameters);
        var format = reader.Word<TrackFormat>("format") ?? TrackFormat.Geojson;

        // A millisecond on: the end is not part of the span, but the newest fix is to be.
        var to = reader.Time("to") ?? now + Duration.FromMilliseconds(1);
        var from = reader.Time("from") ?? Back(to);
        if (from > to)
        {
            reader.Fault("from", "It is after the end.");
        }
        else if (to - from > Longest)
        {
            reader.Fault("from", "It is more than 31 days before the end.");
        }

        filter = new TrackFilter(from, to, format);
        return !reader.IsMalformed(out problem);
    }

    private static Instant Back(Instant to) => to - Instant.MinValue > Usual ? to - Usual : Instant.MinValue;
}

/// <summary>How a track can be written.</summary>
internal enum TrackFormat
{
    /// <summary>RFC 7946.</summary>
    Geojson,

    /// <summary>GPX 1.1.</summary>
    Gpx,

    /// <summary>Comma-separated values with a heading (RFC 4180).</summary>
    Csv,
}
