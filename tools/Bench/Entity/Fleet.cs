using System.Runtime.InteropServices;
using CityOps.Bench.Processes;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Entity;

/// <summary>Vehicles that report in turn, in the batches in which the ingest tells them.</summary>
internal sealed class Fleet
{
    public const int Batch = 4_000;
    private const int MostWaiting = 10 * Batch;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IDeviceGateway _gateway;
    private readonly IFixLocator _locator;
    private readonly FixBooks _books;
    private readonly Fix[] _fixes;
    private long _told;
    private Instant _now = SystemClock.Instance.GetCurrentInstant() - Duration.FromHours(1);

    public Fleet(EngineInProcess host, int vehicles)
    {
        (_gateway, _locator, _books) = (host.Get<IDeviceGateway>(), host.Get<IFixLocator>(), host.Get<FixBooks>());
        var places = host.Get<CityConfiguration>().UnitGrids.Values.Select(g => g.Boundary.InteriorPoint)
            .Select(p => GeoPoint.At(p.Y, p.X)).ToList();
        _fixes = [.. Enumerable.Range(0, vehicles).Select(i =>
            new Fix(new Device(DeviceKind.Vehicle, $"bench-{i}"), _now, places[i % places.Count]))];
    }

    public long Applied => _books.With(FixOutcome.Applied);

    /// <summary>How many vehicles have been told something.</summary>
    public long Woken => Math.Min(_told, _fixes.Length);

    /// <summary>Locates the next fixes and tells them, once not too many wait.</summary>
    public async Task TellNextAsync()
    {
        await BelowAsync(MostWaiting);
        var located = new List<LocatedFix>(Batch);
        for (var i = 0; i < Batch; i++)
        {
            var vehicle = _told % _fixes.Length;
            if (vehicle == 0)
            {
                _now += Duration.FromMilliseconds(1);
            }

            located.Add(_locator.Locate(_fixes[vehicle] with { ObservedAt = _now }, _now));
            _told++;
        }

        _gateway.Tell(CollectionsMarshal.AsSpan(located));
    }

    /// <summary>Waits until everything told is applied.</summary>
    public Task SettleAsync() => BelowAsync(0);

    private async Task BelowAsync(int waiting)
    {
        var patience = Task.Delay(Patience);
        while (_told - Applied > waiting)
        {
            if (patience.IsCompleted)
            {
                throw new BenchException($"{_told - Applied:N0} of {_told:N0} messages have not arrived.");
            }

            await Task.Delay(1);
        }
    }
}
