using System.Collections.Immutable;
using Akka.Actor;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>What a collector and a vehicle have in common: they move, and everyone sees where they are.</summary>
internal abstract class DeviceActor<TState> : LoadingActor<TState, DeviceCommand, DeviceEvent, DeviceView, DeviceView?>
{
    private const long SeenAgainAfter = NodaConstants.TicksPerMinute;

    // A device whose fixes are all late or doubled is heard of too; to the minute is enough for that.
    private static readonly Duration HeardAgainAfter = Duration.FromMinutes(1);

    private readonly LiveDevices _live;
    private readonly DeviceKind _kind;
    private DeviceBook? _book;
    private LiveDevice _now = LiveDevice.Unknown;
    private Instant _heardAt;

    // In ticks since 1970, which are half the size of an instant: there is one for every device of a city.
    private long _seenToldAt = long.MinValue;

    protected DeviceActor(
        EntityShell<TState, DeviceCommand, DeviceEvent> shell, LiveDevices live, DeviceKind kind, string id)
        : base(shell, id)
    {
        _live = live;
        _kind = kind;
    }

    private Device Device => new(_kind, Id);

    /// <summary>What is prepared for all vehicles.</summary>
    protected RoadRules Roads => _live.Roads;

    /// <summary>The collector's name or the vehicle's plate, if the city knows it.</summary>
    protected abstract string? Name { get; }

    /// <summary>True if the configuration or the journal knows of the device, even where it never sent a fix.</summary>
    protected abstract bool IsKnown { get; }

    /// <summary>Whose the device is, where the city has registered it.</summary>
    protected abstract Addressee? Owner { get; }

    /// <summary>What it was told to do.</summary>
    protected abstract ImmutableList<DownlinkCommand> Commands { get; }

    /// <summary>True while a collector's shift lasts.</summary>
    protected virtual bool OnShift => false;

    /// <summary>What a collector has to do.</summary>
    protected virtual ImmutableList<TaskInHand> Tasks => [];

    /// <summary>The alarms of a vehicle that stand.</summary>
    protected virtual uint Alarms => 0;

    /// <summary>The geofences of a vehicle that it is in, or has left and must not.</summary>
    protected virtual ImmutableArray<FenceStay> Fences => [];

    /// <summary>For how long a vehicle has been above its limit.</summary>
    protected virtual SpeedingSpell? Speeding => null;

    /// <summary>The geofences that a vehicle's next fix decides about.</summary>
    protected virtual ImmutableArray<string> Turning => [];

    /// <summary>Takes up what the board has kept of it.</summary>
    protected virtual void OnRestored(DeviceView view)
    {
    }

    /// <summary>A fix that is newer than all before, believed or not.</summary>
    protected virtual void OnNewer(in Fix fix)
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

    protected sealed override Domain.Origin OriginOf(DeviceCommand command) => command.Origin;

    protected sealed override DeviceCommand Informed(DeviceCommand command) => command switch
    {
        SendCommand send => send with { To = Owner ?? (IsHeardOf ? Addressee.Unregistered : null) },

        // What comes without a fix and is late changes nothing either.
        RecordDriving told when _now.Last is { } last => told with
        {
            Alarms = [.. told.Alarms.Where(reading => reading.At >= last.ObservedAt)],
        },
        _ => command,
    };

    protected sealed override Task<DeviceView?> LoadAsync() => _live.Board.GetAsync(Device, CancellationToken.None);

    protected sealed override void OnLoaded(DeviceView? loaded)
    {
        if (loaded is not null)
        {
            _now = new LiveDevice(loaded.Last, loaded.UnitGrid, loaded.Beat, loaded.Online)
            {
                Movement = loaded.Movement,
                Believed = loaded.Open?.Believed,
                NextGrid = loaded.Open?.NextGrid,
            };
            _heardAt = loaded.HeardAt ?? default;
            OnRestored(loaded);
        }
    }

    protected sealed override bool OnOther(object message)
    {
        switch (message)
        {
            case FixesRecorded recorded:
                recorded.Book?.Way.Arrived(Self);
                Record(recorded.Fixes, past: false);
                return true;
            case FixesRetold retold:
                Record(retold.Fixes, past: true);

                // Once what came of them is in the journal.
                DeferAsync(Sender, static teller => teller.Tell(FixesTaken.Instance, ActorRefs.NoSender));
                return true;
            case Written when _live.Board.WrittenAsync(Device) is { IsCompleted: false } write:
                // What it was told meanwhile has made another post.
                write.PipeTo(Self, success: () => Written.Instance);
                return true;
            case Written:
                Context.Stop(Self);
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
        IsHeardOf ? Seen() with { Commands = Commands } : null;

    protected sealed override void OnPersisted() => Post();

    // Whichever node wakes it next reads from the board.
    protected sealed override void OnStop() => _live.Board.WrittenAsync(Device).PipeTo(Self, success: () => Written.Instance);

    protected override void PostStop()
    {
        _book?.Way.Gone(Self);
        base.PostStop();
    }

    private bool IsHeardOf => IsKnown || _heardAt != default || _now.Last is not null;

    private void Post() => _live.Board.Post(Seen());

    private DeviceView Seen() => new(Device, Name)
    {
        Last = _now.Last,
        Doubtful = _now.Believed is not null,
        UnitGrid = _now.UnitGrid,
        Beat = _now.Beat,
        Online = _now.Online,
        Movement = _now.Movement,
        OnShift = OnShift,
        Tasks = Tasks,
        Alarms = Alarms,
        Fences = Fences,
        Speeding = Speeding,
        Open = OpenQuestions.Of(_now, Turning),
        HeardAt = _heardAt == default ? null : _heardAt,
        Sequence = LastSequenceNr,
    };

    /// <summary>
    /// Takes fixes up. Those of the past were counted when they came, and say nothing about whether the device is there now.
    /// </summary>
    private void Record(LocatedFix[] fixes, bool past)
    {
        var (applied, wasOnline) = (false, _now.Online);
        var receivedAt = Instant.MinValue;
        foreach (ref readonly var located in fixes.AsSpan())
        {
            var outcome = _now.Judge(located.Fix);
            if (!past)
            {
                _live.Books.Judge(_kind, _book ??= _live.Books.Of(Device), outcome);
            }

            receivedAt = located.ReceivedAt;
            if (outcome is FixOutcome.Applied or FixOutcome.Teleported)
            {
                Apply(located, outcome);
                applied = true;
            }
        }

        if (!applied && (past || _now.Online) && receivedAt - _heardAt < HeardAgainAfter)
        {
            return;
        }

        // What a device sends before it says that it goes is written first, and comes here after that word: it stays gone.
        var hasGone = !wasOnline && receivedAt < _heardAt && _heardAt - receivedAt < HeardAgainAfter;
        _heardAt = past || hasGone ? Instant.Max(_heardAt, receivedAt) : receivedAt;
        var online = (!past && !hasGone) || wasOnline;
        if (_now.Online != online)
        {
            _now = _now with { Online = online };
        }

        if (applied && _now.Last is { } newest)
        {
            OnApplied(newest);
        }

        // At once, or when what came of them is in the journal: what the board has seen is not told again after a kill.
        DeferAsync(this, static device => device.Post());
    }

    private void Apply(in LocatedFix located, FixOutcome outcome)
    {
        var (unitGridBefore, beatBefore) = (_now.UnitGrid, _now.Beat);
        _now = _now.Follow(located.Fix, outcome, new GridPlace(located.UnitGrid, located.Beat), _live.Grids);
        OnNewer(located.Fix);
        if (outcome == FixOutcome.Teleported)
        {
            return;
        }

        OnBelieved(located.Fix);
        if (beatBefore is { } left && left != _now.Beat)
        {
            _live.TellGrid(new DeviceGone(left, Device));
        }

        if (_now is not { UnitGrid: { } unitGrid, Beat: { } beat })
        {
            return;
        }

        // What may be on its way out of a unit grid is no visit of it.
        if (_kind == DeviceKind.Collector && _now.NextGrid is null)
        {
            _live.Board.PostVisit(new GridVisit(unitGrid, located.Fix.ObservedAt, Id));
        }

        var observedAt = located.Fix.ObservedAt.ToUnixTimeTicks();
        if (unitGrid != unitGridBefore || _seenToldAt == long.MinValue || observedAt - _seenToldAt >= SeenAgainAfter)
        {
            _seenToldAt = observedAt;
            _live.TellGrid(new DeviceSeen(beat, Device, unitGrid, located.Fix.ObservedAt, located.Fix.Place));
        }
    }
}

/// <summary>The board has written what a device posted.</summary>
internal sealed record Written
{
    public static readonly Written Instance = new();
}

/// <summary>What devices need of the rest of the engine.</summary>
internal sealed record LiveDevices(IDeviceBoard Board, FixBooks Books, GridIndex Grids, RoadRules Roads, Action<object> TellGrid);
