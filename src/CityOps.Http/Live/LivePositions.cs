using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Live;

/// <summary>
/// Where every device is, kept while someone follows: what devices post is coalesced, and taken over at every tick. What those of
/// other nodes post is read from the board. Thread-safe.
/// </summary>
internal sealed class LivePositions(
    DeviceNews news, IReadModel lists, PresenceRule presence, CityConfiguration city, TimeProvider clock) : IDisposable
{
    private const int PageSize = 1_000;

    // The board is written twice a second, and another node's clock may be a little behind: so long is looked back.
    private static readonly Duration Overlap = Duration.FromSeconds(3);

    private readonly Lock _postGate = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<Device, DevicePosition> _known = [];
    private Dictionary<Device, DeviceView> _posted = [];
    private Dictionary<Device, DeviceView> _read = [];
    private Instant _lookedAt;
    private int _followers;

    /// <summary>Begins to follow devices for one more reader, who must leave again.</summary>
    public async Task EnterAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_followers == 0)
            {
                await LoadAsync(cancel);
            }

            _followers++;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>One reader less.</summary>
    public async Task LeaveAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (--_followers == 0)
            {
                Forget();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads from the board what was heard of devices since the last look, for the next tick; nothing where nobody follows.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_followers == 0)
            {
                return;
            }

            var now = clock.GetCurrentInstant();
            var heard = await lists.HeardSinceAsync(_lookedAt - Overlap, cancel);
            _lookedAt = now;
            lock (_postGate)
            {
                foreach (var view in heard)
                {
                    _read[view.Device] = view;
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes over what was posted since the last tick.</summary>
    public IReadOnlyList<PositionChange> TakeOver()
    {
        Dictionary<Device, DeviceView> posted;
        Dictionary<Device, DeviceView> read;
        lock (_postGate)
        {
            (posted, _posted) = (_posted, new Dictionary<Device, DeviceView>(_posted.Count));
            (read, _read) = (_read, []);
        }

        var now = clock.GetCurrentInstant();
        var changes = new List<PositionChange>(posted.Count);
        lock (_gate)
        {
            // Most of what the board says is known, and of devices of this node it lags behind.
            foreach (var view in read.Values.Where(v => IsNewer(v, posted.GetValueOrDefault(v.Device) ?? _known.GetValueOrDefault(v.Device)?.View)))
            {
                posted[view.Device] = view;
            }

            // What follows from time alone: a device that says nothing any more.
            foreach (var device in _known.Values.Where(d => !posted.ContainsKey(d.Device)))
            {
                var present = PresenceOf(device.View, now);
                if (present != device.Presence)
                {
                    changes.Add(new PositionChange(device, device.With(present)));
                }
            }

            foreach (var view in posted.Values)
            {
                if (Position(view, now) is { } device)
                {
                    changes.Add(new PositionChange(_known.GetValueOrDefault(view.Device), device));
                }
            }

            foreach (var change in changes)
            {
                _known[change.Now.Device] = change.Now;
            }
        }

        return changes;
    }

    /// <summary>Every device that the reader follows, as of the last tick.</summary>
    public IReadOnlyList<DevicePosition> Shown(StreamFilter filter)
    {
        lock (_gate)
        {
            return [.. _known.Values.Where(filter.Shows)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        news.Posted -= Take;
        _turn.Dispose();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        // Listens first: what is posted while the lists are read is newer than they are.
        news.Posted += Take;
        _lookedAt = clock.GetCurrentInstant();
        try
        {
            foreach (var kind in Enum.GetValues<DeviceKind>())
            {
                var query = new DeviceQuery(kind) { Limit = PageSize };
                do
                {
                    var page = await lists.DevicesAsync(query, cancel);
                    Keep(page.Items);
                    query = query with { After = page.Next };
                }
                while (query.After is not null);
            }
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private void Keep(IEnumerable<DeviceView> listed)
    {
        var now = clock.GetCurrentInstant();
        lock (_gate)
        {
            foreach (var device in listed.Select(view => Position(view, now)).OfType<DevicePosition>())
            {
                _known[device.Device] = device;
            }
        }
    }

    private void Forget()
    {
        news.Posted -= Take;
        lock (_postGate)
        {
            _posted = [];
            _read = [];
        }

        lock (_gate)
        {
            _known.Clear();
        }
    }

    private void Take(DeviceView view)
    {
        lock (_postGate)
        {
            _posted[view.Device] = view;
        }
    }

    /// <summary>Null for a device that was never seen anywhere.</summary>
    private DevicePosition? Position(DeviceView view, Instant now) => view.Last is { } fix
        ? new DevicePosition(view, fix, PresenceOf(view, now), DepartmentOf(view.Device))
        : null;

    /// <summary>By the device's own clock first: nodes' clocks differ a little.</summary>
    private static bool IsNewer(DeviceView view, DeviceView? known) => known is null || OrderOf(view).CompareTo(OrderOf(known)) > 0;

    private static (Instant? ObservedAt, Instant? HeardAt, long Sequence) OrderOf(DeviceView view) =>
        (view.Last?.ObservedAt, view.HeardAt, view.Sequence);

    private Presence PresenceOf(DeviceView view, Instant now) => presence.Of(view.Online, view.HeardAt, now);

    private string? DepartmentOf(Device device) =>
        device.Kind == DeviceKind.Vehicle ? city.Vehicles.GetValueOrDefault(device.Id)?.Department : null;
}

/// <summary>A device that has changed since the tick before.</summary>
internal sealed record PositionChange(DevicePosition? Before, DevicePosition Now);
