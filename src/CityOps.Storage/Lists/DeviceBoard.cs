using System.Data.Common;
using System.Text.Json;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Storage.Lists;

/// <summary>Posts of devices, coalesced in memory and written twice a second.</summary>
internal sealed class DeviceBoard(
    CityDatabases data, INodes nodes, ReadModelWriter writer, DeviceNews news, TimeProvider clock, ILogger<DeviceBoard> logger)
    : BackgroundService, IDeviceBoard
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private Dictionary<Device, DeviceView> _posted = [];
    private Instant? _postedSince;
    private TaskCompletionSource _nextWrite = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, GridVisit> _visits = [];

    // What is being written at this moment; readers look here before they look into the file.
    private Dictionary<Device, DeviceView> _writing = [];
    private Instant? _writingSince;
    private Dictionary<string, GridVisit> _writingVisits = [];

    /// <summary>When the first of the posts was made that is not written, or now. Of other nodes' posts it is taken that they write in time.</summary>
    public Instant CompleteUpTo()
    {
        lock (_gate)
        {
            var now = clock.GetCurrentInstant();
            return _writingSince ?? _postedSince ?? (nodes.Name is null ? now : now - Duration.FromTimeSpan(BetweenWrites));
        }
    }

    public void Post(DeviceView device)
    {
        lock (_gate)
        {
            _posted[device.Device] = device;
            _postedSince ??= clock.GetCurrentInstant();
        }

        news.Post(device);
    }

    public async Task WrittenAsync(Device device)
    {
        // Where there is no other node, who wakes it again asks here.
        while (nodes.Name is not null && Unwritten(device) is { } write)
        {
            await write;
        }
    }

    public void PostVisit(GridVisit visit)
    {
        lock (_gate)
        {
            Newer(_visits, visit);
        }
    }

    public Task<DeviceView?> GetAsync(Device device, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_posted.TryGetValue(device, out var view) || _writing.TryGetValue(device, out view))
            {
                return Task.FromResult<DeviceView?>(view);
            }
        }

        return Task.Run(
            () => Read("kind = @kind AND id = @id", DeviceRow.Read, ("@kind", device.Kind.ToString()), ("@id", device.Id)).FirstOrDefault(), cancel);
    }

    public Task<IReadOnlyDictionary<Device, Instant>> NewestAsync(
        IReadOnlyCollection<Device> devices, CancellationToken cancel) => Task.Run<IReadOnlyDictionary<Device, Instant>>(
        () =>
        {
            using var connection = new PreparedConnection(data.ReadModel.Open());
            return devices
                .SelectMany(device => connection.Query(
                    "SELECT state FROM device WHERE kind = @kind AND id = @id", DeviceRow.TryRead,
                    ("@kind", device.Kind.ToString()), ("@id", device.Id)))
                .OfType<DeviceView>()
                .Where(view => view.Last is not null)
                .ToDictionary(view => view.Device, view => view.Last?.ObservedAt ?? default);
        },
        cancel);

    public async Task<IReadOnlyList<GridVisit>> VisitsAsync(IReadOnlyCollection<string> unitGrids, CancellationToken cancel)
    {
        // Memory first: what leaves it while the file is read is in the file by then.
        List<GridVisit> posted;
        lock (_gate)
        {
            posted = [.. _writingVisits.Values.Concat(_visits.Values).Where(v => unitGrids.Contains(v.UnitGrid))];
        }

        var visits = await Task.Run(() => ReadVisits(unitGrids), cancel);
        foreach (var visit in posted)
        {
            Newer(visits, visit);
        }

        return [.. visits.Values];
    }

    public async Task<IReadOnlyList<DeviceView>> PresentAsync(string beat, CancellationToken cancel)
    {
        List<DeviceView> posted;
        lock (_gate)
        {
            posted = [.. _writing.Values.Concat(_posted.Values)];
        }

        var present = (await Task.Run(() => Read("beat = @beat", DeviceRow.TryRead, ("@beat", beat)), cancel))
            .OfType<DeviceView>().ToDictionary(d => d.Device);
        foreach (var device in posted)
        {
            if (device.Beat == beat)
            {
                present[device.Device] = device;
            }
            else
            {
                present.Remove(device.Device);
            }
        }

        return [.. present.Values];
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Whoever was online when the engine stopped has to come again; where other nodes went on, devices may be with them.
        if (nodes.IsFirst)
        {
            await writer.WriteAsync(SetAllOffline, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    private static void SetAllOffline(PreparedConnection connection)
    {
        var online = connection.Query("SELECT state FROM device WHERE online = true", DeviceRow.TryRead);
        Write(connection, online.OfType<DeviceView>().Select(device => device with { Online = false }));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenWrites, clock);
        bool isLast;
        do
        {
            Task tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            await tick.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isLast = stoppingToken.IsCancellationRequested;
            try
            {
                await WriteAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A full disk, a busy file: the posts are kept, and written with the next ones. At the end the fix log has what they tell.
                logger.BoardNotWritten(e);
                KeepUnwritten();
            }
        }
        while (!isLast);
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_posted.Count + _visits.Count == 0)
            {
                return;
            }

            (_writing, _posted, _writingSince, _postedSince) = (_posted, [], _postedSince, null);
            (_writingVisits, _visits) = (_visits, []);
        }

        await writer.WriteAsync(
            connection =>
            {
                Write(connection, _writing.Values);
                Write(connection, _writingVisits.Values);
            },
            cancel);
        TaskCompletionSource written;
        lock (_gate)
        {
            (_writing, _writingVisits, _writingSince) = ([], [], null);
            (written, _nextWrite) = (_nextWrite, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        written.SetResult();
    }

    private Task? Unwritten(Device device)
    {
        lock (_gate)
        {
            return _posted.ContainsKey(device) || _writing.ContainsKey(device) ? _nextWrite.Task : null;
        }
    }

    private void KeepUnwritten()
    {
        lock (_gate)
        {
            foreach (var (device, view) in _writing)
            {
                _posted.TryAdd(device, view);
            }

            foreach (var visit in _writingVisits.Values)
            {
                Newer(_visits, visit);
            }

            (_writing, _writingVisits, _writingSince, _postedSince) = ([], [], null, _writingSince ?? _postedSince);
        }
    }

    private static void Write(PreparedConnection connection, IEnumerable<DeviceView> devices) => connection.ExecuteEach(
        """
        INSERT INTO device (kind, id, lat, lon, unit_grid, beat, online, on_shift, state, heard_at)
        VALUES (@kind, @id, @lat, @lon, @unitGrid, @beat, @online, @onShift, @state, @heardAt)
        ON CONFLICT (kind, id) DO UPDATE SET lat = excluded.lat, lon = excluded.lon, unit_grid = excluded.unit_grid,
            beat = excluded.beat, online = excluded.online, on_shift = excluded.on_shift, state = excluded.state,
            heard_at = excluded.heard_at
        """,
        devices.Select(device => new (string, object?)[]
        {
            ("@kind", device.Device.Kind.ToString()), ("@id", device.Device.Id),
            ("@lat", device.Last?.Place.Latitude), ("@lon", device.Last?.Place.Longitude),
            ("@unitGrid", device.UnitGrid), ("@beat", device.Beat), ("@online", device.Online), ("@onShift", device.OnShift),
            ("@heardAt", device.HeardAt?.ToUnixTimeMilliseconds()), ("@state", JsonSerializer.Serialize(device, EventJson.Options)),
        }));

    // In the order of their keys: collectors of other nodes visit the same grids, and each node would wait for what the other has written.
    private static void Write(PreparedConnection connection, IEnumerable<GridVisit> visits) => connection.ExecuteEach(
        """
        INSERT INTO unit_grid_visit VALUES (@unitGrid, @at, @collector)
        ON CONFLICT (unit_grid) DO UPDATE SET at = excluded.at, collector = excluded.collector
        WHERE excluded.at > unit_grid_visit.at
        """,
        visits.OrderBy(visit => visit.UnitGrid, StringComparer.Ordinal).Select(visit => new (string, object?)[]
        {
            ("@unitGrid", visit.UnitGrid), ("@at", visit.At.ToUnixTimeMilliseconds()), ("@collector", visit.Collector),
        }));

    private List<DeviceView?> Read(string where, Func<DbDataReader, DeviceView?> read, params (string, object?)[] parameters)
    {
        using var connection = data.ReadModel.Open();
        return connection.Query($"SELECT state FROM device WHERE {where}", read, parameters);
    }

    private Dictionary<string, GridVisit> ReadVisits(IReadOnlyCollection<string> unitGrids)
    {
        using var connection = data.ReadModel.Open();
        var visits = new Dictionary<string, GridVisit>();
        foreach (var code in unitGrids)
        {
            foreach (var visit in connection.Query(
                "SELECT at, collector FROM unit_grid_visit WHERE unit_grid = @code",
                r => new GridVisit(code, Instant.FromUnixTimeMilliseconds(r.GetInt64(0)), r.GetString(1)), ("@code", code)))
            {
                visits[code] = visit;
            }
        }

        return visits;
    }

    private static void Newer(Dictionary<string, GridVisit> visits, GridVisit visit)
    {
        if (!visits.TryGetValue(visit.UnitGrid, out var known) || known.At < visit.At)
        {
            visits[visit.UnitGrid] = visit;
        }
    }
}
