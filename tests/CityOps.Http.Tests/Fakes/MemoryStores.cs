using System.Collections.Concurrent;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests.Fakes;

/// <summary>Lists as a test has put them there; keeps what was asked for.</summary>
internal sealed class MemoryReadModel : IReadModel
{
    public Page<CaseRow> Cases { get; set; } = new([], null, CityServer.Noon);

    public Page<DeviceView> Devices { get; set; } = new([], null, CityServer.Noon);

    public CaseQuery? LastCases { get; private set; }

    public DeviceQuery? LastDevices { get; private set; }

    public Task<Page<CaseRow>> CasesAsync(CaseQuery query, CancellationToken cancel)
    {
        LastCases = query;
        return Checked(query.After, Cases);
    }

    public Task<Page<DeviceView>> DevicesAsync(DeviceQuery query, CancellationToken cancel)
    {
        LastDevices = query;
        return Checked(query.After, Devices with { Items = [.. Devices.Items.Take(query.Limit)] });
    }

    public Task<IReadOnlyList<DeviceView>> HeardSinceAsync(Instant since, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<DeviceView>>([.. Devices.Items.Where(d => d.HeardAt >= since)]);

    public QueueCounts Queues { get; set; } = new([], new Dictionary<string, long>(), CityServer.Noon);

    public Instant LastHandledSince { get; private set; }

    public Task<QueueCounts> QueuesAsync(Instant handledSince, CancellationToken cancel)
    {
        LastHandledSince = handledSince;
        return Task.FromResult(Queues);
    }

    private static Task<T> Checked<T>(string? after, T page) =>
        after is null || after.StartsWith("page", StringComparison.Ordinal)
            ? Task.FromResult(page)
            : throw new InvalidCursorException();
}

/// <summary>Tracks as a test has put them there.</summary>
internal sealed class MemoryTracks : ITracks
{
    public List<Fix> Fixes { get; } = [];

    /// <summary>The spans that were read, in order.</summary>
    public ConcurrentQueue<(Instant From, Instant To)> Spans { get; } = new();

    /// <summary>What begins then or later cannot be read, as if the database had gone away; null where all can.</summary>
    public Instant? AwayFrom { get; set; }

    public Task<IReadOnlyList<Fix>> ReadAsync(Device device, Instant from, Instant to, CancellationToken cancel)
    {
        Spans.Enqueue((from, to));
        if (from >= AwayFrom)
        {
            throw new TimeoutException("The database has gone away.");
        }

        return Task.FromResult<IReadOnlyList<Fix>>(
            [.. Fixes.Where(f => f.Device == device && f.ObservedAt >= from && f.ObservedAt < to)]);
    }

    public Task<IReadOnlyList<PassBy>> NearAsync(
        GeoPoint place, Length within, Instant from, Instant to, CancellationToken cancel) => Task.FromResult<IReadOnlyList<PassBy>>(
    [
        .. Fixes.GroupBy(f => f.Device).Select(track => PassBy.Of([.. track], place, within, from, to)).OfType<PassBy>(),
    ]);
}
