using CityOps.Domain.Devices;
using CityOps.Domain.Grids;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Grids;

/// <summary>One patrol grid, or a unit grid that belongs to none.</summary>
internal sealed class GridActor(
    EntityShell<Grid, GridCommand, GridEvent> shell,
    IDeviceBoard board,
    IReadOnlyList<string> unitGrids,
    string id)
    : LoadingActor<Grid, GridCommand, GridEvent, GridView, GridActor.Seen>(shell, id)
{
    private readonly Dictionary<Device, PresentDevice> _present = [];
    private readonly Dictionary<string, GridVisit> _visits = [];

    public static string? EntityOf(object message) => message switch
    {
        GridCommand command => command.Grid,
        DeviceSeen seen => seen.Beat,
        DeviceGone gone => gone.Beat,
        _ => null,
    };

    protected override Domain.Actor CallerOf(GridCommand command) => command.Origin.By;

    protected override async Task<Seen> LoadAsync() => new(
        await board.PresentAsync(Id, CancellationToken.None),
        await board.VisitsAsync(unitGrids, CancellationToken.None));

    protected override void OnLoaded(Seen loaded)
    {
        foreach (var device in loaded.Present)
        {
            if (device is { UnitGrid: { } unitGrid, Last: { } last })
            {
                _present[device.Device] = new PresentDevice(device.Device, unitGrid, last.ObservedAt);
            }
        }

        foreach (var visit in loaded.Visits)
        {
            Visit(visit);
        }
    }

    protected override bool OnOther(object message)
    {
        switch (message)
        {
            case DeviceSeen seen:
                See(new PresentDevice(seen.Device, seen.UnitGrid, seen.At));
                return true;
            case DeviceGone gone:
                _present.Remove(gone.Device);
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
            [.. _present.Values]);

    private void See(PresentDevice seen)
    {
        _present[seen.Device] = seen;
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
