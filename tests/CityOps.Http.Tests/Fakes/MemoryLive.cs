using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Changes;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests.Fakes;

/// <summary>What is told live, when the test says so.</summary>
internal sealed class MemoryLive(IJournalReader journal) : IFeedStore
{
    private readonly Dictionary<string, long> _told = [];
    private readonly CaseChanges _changes = new(journal);

    /// <summary>The number of the last change that was told.</summary>
    public long Newest { get; private set; }

    /// <summary>What devices post.</summary>
    public DeviceNews Devices { get; } = new();

    /// <summary>Tells what has happened to a case since it was told of last.</summary>
    public async Task TellAsync(CaseTail tail, string @case)
    {
        var id = $"case-{@case}";
        await tail.OpenAsync();
        var events = await journal.OfEntityAsync(id, _told.GetValueOrDefault(id) + 1, long.MaxValue, default);
        tail.Publish(await _changes.OfAsync([.. events.Select(e => e with { Ordering = ++Newest })], default));
        _told[id] = events is [.., var last] ? last.Sequence : _told.GetValueOrDefault(id);
    }

    /// <summary>A vehicle is at a place.</summary>
    public void Post(string vehicle, double longitude, bool online = true, double second = 0) => Devices.Post(
        View(vehicle, longitude, online, second));

    public static DeviceView View(string vehicle, double longitude, bool online = true, double second = 0)
    {
        var (device, at) = (new Device(DeviceKind.Vehicle, vehicle), CityServer.Noon + Duration.FromSeconds(second));
        return new DeviceView(device, null)
        {
            Last = new Fix(device, at, GeoPoint.At(latitude: TestCity.Lat, longitude: longitude)) { Speed = new Speed(3) },
            UnitGrid = TestCity.West,
            Beat = TestCity.PatrolGrid,
            Online = online,
            HeardAt = at,
        };
    }

    public Task<long> OffsetAsync(string feed, int slice, CancellationToken cancel) => Task.FromResult(0L);

    public Task<IReadOnlyDictionary<string, long>> SequencesAsync(
        string feed, IReadOnlyCollection<string> persistenceIds, CancellationToken cancel) => throw new NotSupportedException();

    public Task CommitAsync(string feed, int slice, long offset, IReadOnlyList<JournalledEvent> events, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task ResetAsync(string feed, CancellationToken cancel) => throw new NotSupportedException();
}
