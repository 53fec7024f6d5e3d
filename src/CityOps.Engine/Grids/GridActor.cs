using System.Collections.Immutable;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Grids;

/// <summary>One patrol grid, or a unit grid that belongs to none.</summary>
internal sealed class GridActor(
    EntityShell<Grid, GridCommand, GridEvent> shell,
    IDeviceBoard board,
    IReadOnlyList<string> unitGrids,
    string id)
    : LoadingActor<Grid, GridCommand, GridEvent, GridView, GridActor.Seen>(shell, id)
{
    private readonly Dictionary<Device, (string UnitGrid, Instant SeenAt)> _present = [];
    private readonly Dictionary<string, GridVisit> _visits = [];
    private ImmutableDictionary<string, GeoPoint> _seen = ImmutableDictionary<string, GeoPoint>.Empty;

    public static string? EntityOf(object message) => message switch
    {
        GridCommand command => command.Grid,
        DeviceSeen seen => seen.Beat,
        DeviceGone gone => gone.Beat,
        _ => null,
    };

    // A grid lives as long as the city: its journal is never at its end.
    protected override int? SnapshotEvery => 500;

    protected override Domain.Origin OriginOf(GridCommand command) => command.Origin;

    protected override async Task<Seen> LoadAsync() => new(
        await board.PresentAsync(Id, CancellationToken.None),
        await board.VisitsAsync(unitGrids, CancellationToken.None));

    protected override void OnLoaded(Seen loaded)
    {
        foreach (var device in loaded.Present)
        {
            if (device is { UnitGrid: { } unitGrid, Last: { } last })
            {
                Place(new PresentDevice(device.Device, unitGrid, last.ObservedAt), last.Place);
            }
        }

        foreach (var visit in loaded.Visits)
        {
            Visit(visit);
        }
    }

    /// <summary>Where the collectors are is known here alone: a decision takes it as given.</summary>
    protected override GridCommand Informed(GridCommand command) => command with { Seen = _seen };

    protected override bool OnOther(object message)
    {
        switch (message)
        {
            case DeviceSeen seen:
                See(new PresentDevice(seen.Device, seen.UnitGrid, seen.At), seen.Place);
                return true;
            case DeviceGone gone:
                Miss(gone.Device);
                return true;
            default:
                return false;
        }
    }

    protected override GridView? View(Domain.Actor caller) => unitGrids.Count == 0
        ? null
        : new GridView(
            Id,
            LastSequenceNr,
            [.. unitGrids.Select(code => _visits.TryGetValue(code, out var visit)
                ? new UnitGridView(code, visit.At, visit.Collector)
                : new UnitGridView(code, null, null))],
            State.OpenCases,
            [.. State.OnShift],
            [.. _present.Select(p => new PresentDevice(p.Key, p.Value.UnitGrid, p.Value.SeenAt))])
        {
            Tasks = State.Tasks,
            Wake = State.Wake,
        };

    private void Place(PresentDevice device, GeoPoint place)
    {
        _present[device.Device] = (device.UnitGrid, device.SeenAt);
        if (device.Device.Kind == DeviceKind.Collector)
        {
            _seen = _seen.SetItem(device.Device.Id, place);
        }
    }

    private void Miss(Device gone)
    {
        _present.Remove(gone);
        if (gone.Kind == DeviceKind.Collector)
        {
            _seen = _seen.Remove(gone.Id);
        }
    }

    private void See(PresentDevice seen, GeoPoint place)
    {
        Place(seen, place);
        if (seen.Device.Kind == DeviceKind.Collector)
        {
            Visit(new GridVisit(seen.UnitGrid, seen.SeenAt, seen.Device.Id));
        }
    }

    private void Visit(GridVisit visit)
    {
        if (!_visits.TryGetValue(visit.UnitGrid, out var known) || known.At < visit.At)
        {
            _visits[visit.UnitGrid] = visit;
        }
    }

    /// <summary>What the board has seen in the grid.</summary>
    internal sealed record Seen(IReadOnlyList<DeviceView> Present, IReadOnlyList<GridVisit> Visits);
}
