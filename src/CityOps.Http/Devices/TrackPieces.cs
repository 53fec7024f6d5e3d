using System.Runtime.CompilerServices;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>A track piece by piece, so that a month of it is never in memory as a whole.</summary>
internal static class TrackPieces
{
    /// <summary>The longest span that is read at once.</summary>
    public static readonly Duration Longest = Duration.FromDays(3);

    /// <summary>The fixes in [from, to), some days at a time: at least one piece, and any may be empty.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<Fix>> ReadAsync(
        ITracks tracks, Device device, Instant from, Instant to, [EnumeratorCancellation] CancellationToken cancel)
    {
        do
        {
            var until = to - from > Longest ? from + Longest : to;
            yield return await tracks.ReadAsync(device, from, until, cancel);
            from = until;
        }
        while (from < to);
    }
}
