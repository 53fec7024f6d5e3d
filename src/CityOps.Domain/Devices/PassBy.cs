using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Devices;

/// <summary>A device came near a place.</summary>
/// <param name="Device">Which one.</param>
/// <param name="From">When it was near first, by its own clock.</param>
/// <param name="To">When it was near last.</param>
/// <param name="Closest">The least distance between place and track.</param>
/// <param name="ClosestAt">When it was there.</param>
public sealed record PassBy(Device Device, Instant From, Instant To, Length Closest, Instant ClosestAt)
{
    /// <summary>Between two fixes further apart than this nothing is said of the way.</summary>
    public static readonly Duration LongestStep = Duration.FromMinutes(1);

    /// <summary>Nor where they are further apart than this.</summary>
    public static readonly Length WidestStep = Length.FromMetres(1_000);

    /// <summary>Where a track passed the place; null where it did not. Between two fixes a device is taken to go straight.</summary>
    /// <param name="track">Fixes of one device, in order of time; it may begin before the span and end after it.</param>
    /// <param name="place">The place.</param>
    /// <param name="within">How near is near.</param>
    /// <param name="from">The begin of the span.</param>
    /// <param name="to">The end of the span, itself excluded.</param>
    public static PassBy? Of(IReadOnlyList<Fix> track, GeoPoint place, Length within, Instant from, Instant to)
    {
        ArgumentNullException.ThrowIfNull(track);
        PassBy? found = null;
        for (var i = 0; i < track.Count; i++)
        {
            Note(track[i].ObservedAt, place.DistanceTo(track[i].Place));
            if (i > 0 && IsStep(track[i - 1], track[i]))
            {
                var (share, distance) = place.DistanceTo(track[i - 1].Place, track[i].Place);
                Note(track[i - 1].ObservedAt + ((track[i].ObservedAt - track[i - 1].ObservedAt) * share), distance);
            }
        }

        return found;

        void Note(Instant at, Length distance)
        {
            if (distance > within || at < from || at >= to)
            {
                return;
            }

            found ??= new PassBy(track[0].Device, at, at, distance, at);
            found = found with { From = Instant.Min(found.From, at), To = Instant.Max(found.To, at) };
            if (distance < found.Closest)
            {
                found = found with { Closest = distance, ClosestAt = at };
            }
        }
    }

    private static bool IsStep(in Fix before, in Fix after) =>
        after.ObservedAt - before.ObservedAt <= LongestStep && before.Place.DistanceTo(after.Place) <= WidestStep;
}
