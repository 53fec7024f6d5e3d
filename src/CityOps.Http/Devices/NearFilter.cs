using System.Diagnostics.CodeAnalysis;
using CityOps.Domain.Geo;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>Which place and span a caller asks about.</summary>
/// <param name="Place">The place.</param>
/// <param name="Within">How near is near.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment after the last one.</param>
internal sealed record NearFilter(GeoPoint Place, Length Within, Instant From, Instant To)
{
    private const double UsualRadius = 50;
    private const double WidestRadius = 1_000;
    private static readonly Duration Longest = Duration.FromDays(1);
    private static readonly Duration Usual = Duration.FromMinutes(30);

    /// <summary>Reads the parameters; 50 m and the half hour up to now where nothing is said.</summary>
    public static bool TryRead(
        IQueryCollection parameters,
        Instant now,
        [NotNullWhen(true)] out NearFilter? filter,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(parameters);
        var place = reader.Point();
        var radius = reader.Number("radius") ?? UsualRadius;
        if (radius is not (> 0 and <= WidestRadius))
        {
            reader.Fault("radius", "It is not above 0 and at most 1,000 metres.");
        }

        var to = reader.Time("to") ?? now + Duration.FromMilliseconds(1);
        var from = reader.Time("from") ?? (to - Instant.MinValue > Usual ? to - Usual : Instant.MinValue);
        if (from > to)
        {
            reader.Fault("from", "It is after the end.");
        }
        else if (to - from > Longest)
        {
            reader.Fault("from", "It is more than a day before the end.");
        }

        filter = new NearFilter(place, Length.FromMetres(radius), from, to);
        return !reader.IsMalformed(out problem);
    }
}
