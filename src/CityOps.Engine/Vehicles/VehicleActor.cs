using System.Collections.Immutable;
using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using NodaTime;

namespace CityOps.Engine.Vehicles;

/// <summary>One vehicle.</summary>
internal sealed class VehicleActor(
    EntityShell<Vehicle, DeviceCommand, DeviceEvent> shell,
    LiveDevices live,
    VehicleEntry? entry,
    Addressee? owner,
    string id)
    : DeviceActor<Vehicle>(shell, live, DeviceKind.Vehicle, id)
{
    private Driving _driving = Driving.Unknown;
    private DrivingNews? _news;
    private List<AlarmReading>? _alarms;

    protected override Addressee? Owner => owner;

    protected override bool IsKnown => entry is not null || LastSequenceNr > 0;

    public static string? EntityOf(object message) => message switch
    {
        VehicleCommand command => command.Vehicle,
        DownlinkAct act => act.Device.Id,
        IDeviceMessage told => told.Device.Id,
        _ => null,
    };

    protected override string? Name => entry?.Plate;

    protected override uint Alarms => State.Alarms;

    protected override ImmutableArray<FenceStay> Fences => State.Fences;

    protected override SpeedingSpell? Speeding => _driving.Speeding;

    protected override ImmutableArray<string> Turning => _driving.Turning;

    protected override ImmutableList<DownlinkCommand> Commands => State.Commands;

    // Vehicles cross borders every day, and their journals have no end.
    protected override int? SnapshotEvery => 500;

    protected override void OnRestored(DeviceView view) =>
        _driving = new Driving([], view.Open?.Turning ?? [], view.Speeding);

    protected override void OnNewer(in Fix fix)
    {
        var before = _alarms is [.., var last] ? last.Alarms : State.Alarms;
        if (fix.Alarms != before)
        {
            (_alarms ??= []).Add(new AlarmReading(fix.ObservedAt, fix.Alarms));
        }
    }

    protected override void OnBelieved(in Fix fix)
    {
        // Within a message what was crossed is not in the journal yet.
        var before = _news is null ? _driving with { Fences = State.Fences } : _driving;
        _driving = Roads.Follow(before, fix, entry?.Kind, ref _news);
    }

    protected override void OnApplied(Fix fix)
    {
        if (_news is null && _alarms is null)
        {
            return;
        }

        // One command, so that the journal has all of it or nothing.
        var origin = new Origin(
            new Domain.Actor(Id, Roles.Device), Channel.Vehicle, $"driving-{fix.ObservedAt.ToUnixTimeMilliseconds()}", fix.ObservedAt);
        var command = new RecordDriving(Id, origin, _news?.Crossings ?? [], _news?.Spells ?? []) { Alarms = _alarms ?? [] };
        (_news, _alarms) = (null, null);
        Handle(command, answer: false);
    }
}
