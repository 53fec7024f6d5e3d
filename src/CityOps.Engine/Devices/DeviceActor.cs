using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>What a collector and a vehicle have in common: they move, and everyone sees where they are.</summary>
internal abstract class DeviceActor<TState, TCommand, TEvent> : LoadingActor<TState, TCommand, TEvent, DeviceView, DeviceView?>
    where TCommand : notnull
    where TEvent : notnull
{
    private static readonly Duration SeenAgainAfter = Duration.FromMinutes(1);

    // A device whose fixes are all late or doubled is heard of too; to the minute is enough for that.
    private static readonly Duration HeardAgainAfter = Duration.FromMinutes(1);

    private readonly LiveDevices _live;
    private readonly Device _device;
    private readonly EngineMetrics _metrics;
    private LiveDevice _now = LiveDevice.Unknown;
    private Instant? _heardAt;
    private Instant _seenToldAt = Instant.MinValue;

    protected DeviceActor(
        EntityShell<TState, TCommand, TEvent> shell, LiveDevices live, DeviceKind kind, string id)
        : base(shell, id)
    {
        _live = live;
        _device = new Device(kind, id);
        _metrics = shell.Metrics;
    }

    /// <summary>What is prepared for all vehicles.</summary>
    protected RoadRules Roads => _live.Roads;

    /// <summary>What the city's configuration and the journal add to the view.</summary>
    protected abstract DeviceView Describe(DeviceView view);

    /// <summary>True if the configuration or the journal knows of the device, even where it never sent a fix.</summary>
    protected abstract bool IsKnown { get; }

    /// <summary>Takes up what the board has kept of it.</summary>
    protected virtual void OnRestored(DeviceView view)
    {
    }

    /// <summary>A fix that is believed, newer than all before.</summary>
    protected virtual void OnBelieved(in Fix fix)
    {
    }

    /// <summary>The newest applied fix of a message, after all of them; may ask for an event.</summary>
    protected virtual void OnApplied(Fix fix)
    {
    }

    protected sealed override Task<DeviceView?> LoadAsync() => _live.Board.GetAsync(_device, CancellationToken.None);

    protected sealed override void OnLoaded(DeviceView? loaded)
    {
        if (loaded is not null)
        {
            _now = new LiveDevice(loaded.Last, loaded.UnitGrid, loaded.Beat, loaded.Online) { Movement = loaded.Movement };
            _heardAt = loaded.HeardAt;
            OnRestored(loaded);
        }
    }

    protected sealed override bool OnOther(object message)
    {
        switch (message)
        {
            case FixesRecorded recorded:
                Record(recorded.Fixes);
                return true;
            case StatusChanged status:
                _now = _now with { Online = status.Online };
                _heardAt = status.At;
                Post();
                return true;
            default:
                return false;
        }
    }

    protected sealed override DeviceView? View(Domain.Actor caller) =>
        IsKnown || _heardAt is not null ? Describe(Seen()) : null;

    protected sealed override void OnPersisted() => Post();

    private void Post() => _live.Board.Post(Describe(Seen()));

    private DeviceView Seen() => new(_device, null)
    {
        Last = _now.Last,
        Doubtful = _now.Believed is not null,
        UnitGrid = _now.UnitGrid,
        Beat = _now.Beat,
        Online = _now.Online,
        Movement = _now.Movement,
        HeardAt = _heardAt,
        Sequence = LastSequenceNr,
    };

    private void Record(LocatedFix[] fixes)
    {
        var applied = false;
        var receivedAt = Instant.MinValue;
        foreach (ref readonly var located in fixes.AsSpan())
        {
            var outcome = _now.Judge(located.Fix);
            _metrics.Fix(_device.Kind, outcome);
            receivedAt = located.ReceivedAt;
            if (outcome is FixOutcome.Applied or FixOutcome.Teleported)
            {
                Apply(located, outcome);
                applied = true;
            }
        }

        if (!applied && _now.Online && receivedAt - _heardAt < HeardAgainAfter)
        {
            return;
        }

        _heardAt = receivedAt;
        if (!_now.Online)
        {
            _now = _now with { Online = true };
        }

        Post();
        if (applied && _now.Last is { } newest)
        {
            OnApplied(newest);
        }
    }

    private void Apply(in LocatedFix located, FixOutcome outcome)
    {
        var (unitGridBefore, beatBefore) = (_now.UnitGrid, _now.Beat);
        _now = _now.Follow(located.Fix, outcome, new GridPlace(located.UnitGrid, located.Beat), _live.Grids);
        if (outcome == FixOutcome.Teleported)
        {
            return;
        }

        OnBelieved(located.Fix);
        if (beatBefore is { } left && left != _now.Beat)
        {
            _live.TellGrid(new DeviceGone(left, _device));
        }

        if (_now is not { UnitGrid: { } unitGrid, Beat: { } beat })
        {
            return;
        }

        // What may be on its way out of a unit grid is no visit of it.
        if (_device.Kind == DeviceKind.Collector && _now.NextGrid is null)
        {
            _live.Board.PostVisit(new GridVisit(unitGrid, located.Fix.ObservedAt, _device.Id));
        }

        if (unitGrid != unitGridBefore || located.Fix.ObservedAt - _seenToldAt >= SeenAgainAfter)
        {
            _seenToldAt = located.Fix.ObservedAt;
            _live.TellGrid(new DeviceSeen(beat, _device, unitGrid, located.Fix.ObservedAt, located.Fix.Place));
        }
    }
}

/// <summary>What devices need of the rest of the engine.</summary>
internal sealed record LiveDevices(IDeviceBoard Board, GridIndex Grids, RoadRules Roads, Action<object> TellGrid);
