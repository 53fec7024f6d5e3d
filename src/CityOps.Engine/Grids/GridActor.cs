using System.Collections.Immutable;
using Akka.Actor;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine.Grids;

/// <summary>One patrol grid, or a unit grid that belongs to none.</summary>
internal sealed class GridActor(
    EntityShell<Grid, GridCommand, GridEvent> shell,
    IDeviceBoard board,
    IReadOnlyList<string> unitGrids,
    string id)
    : EntityActor<Grid, GridCommand, GridEvent, GridView>(shell, id)
{
    private readonly ILogger _logger = shell.Logger;
    private readonly Dictionary<Device, PresentDevice> _present = [];
    private readonly Dictionary<string, GridVisit> _visits = [];
    private ImmutableDictionary<string, GeoPoint> _seen = ImmutableDictionary<string, GeoPoint>.Empty;
    private bool _loaded;

    public static string? EntityOf(object message) => message switch
    {
        GridCommand command => command.Grid,
        DeviceSeen seen => seen.Beat,
        DeviceGone gone => gone.Beat,
        _ => null,
    };

    protected override Domain.Actor CallerOf(GridCommand command) => command.Origin.By;

    protected override void OnReplaySuccess() =>
        LoadAsync().PipeTo(Self, failure: e => new Status.Failure(e));

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case GridLoaded loaded:
                Loaded(loaded);
                break;
            case Status.Failure failure when !_loaded:
                _logger.LoadFailed(failure.Cause, PersistenceId);
                Loaded(new GridLoaded([], []));
                break;
            case var _ when !_loaded:
                Stash.Stash();
                break;
            case GridCommand command:
                base.OnCommand(command with { Seen = _seen });
                break;
            default:
                base.OnCommand(message);
                break;
        }
    }

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
            [.. _present.Values])
        {
            Tasks = State.Tasks,
            Wake = State.Wake,
        };

    private async Task<GridLoaded> LoadAsync() => new(
        await board.PresentAsync(Id, CancellationToken.None),
        await board.VisitsAsync(unitGrids, CancellationToken.None));

    private void Loaded(GridLoaded loaded)
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

        _loaded = true;
        Stash.UnstashAll();
    }

    private void Place(PresentDevice device, GeoPoint place)
    {
        _present[device.Device] = device;
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

    private sealed record GridLoaded(IReadOnlyList<DeviceView> Present, IReadOnlyList<GridVisit> Visits);
}
