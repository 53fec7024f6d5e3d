using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Notices;

/// <summary>
/// Brings notices for collectors to their handsets, once their window has ended: at least once, under an id that stays as long as
/// the notice does. One that more cases came to after all goes again as news. Thread-safe.
/// </summary>
public sealed class NoticePost(INotices notices, Func<IHandsets> handsets, CityConfiguration city, TimeProvider clock)
{
    /// <summary>After so long a reminder is of no use any more; it stays in the list.</summary>
    public static readonly Duration KeptFor = Duration.FromHours(12);

    private const int Batch = 100;

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[city.Zone];

    /// <summary>Sends what waits, up to a batch.</summary>
    /// <returns>True if there may be more at once.</returns>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var waiting = await notices.UnsentAsync(now, now - KeptFor, Batch, cancel);
        foreach (var notice in waiting)
        {
            if (notice.To.Collector is { } collector)
            {
                await handsets().SendAsync(collector, Told.Of(notice, _zone), cancel);
                await notices.MarkSentAsync(notice, cancel);
            }
        }

        return waiting.Count == Batch;
    }

    /// <summary>What a collector was told of late, for a handset that comes: it knows by the id what it has shown already.</summary>
    public async Task<IReadOnlyList<Told>> ToldAsync(string collector, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var page = await notices.ListAsync(
            new NoticeQuery(new Actor(collector, Roles.Collector)) { From = now - KeptFor, Limit = Batch }, cancel);
        return [.. page.Items.Where(n => n.ClosesAt <= now).Reverse().Select(n => Told.Of(n, _zone))];
    }
}
