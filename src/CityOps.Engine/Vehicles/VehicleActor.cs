using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using NodaTime;

namespace CityOps.Engine.Vehicles;

/// <summary>One vehicle.</summary>
internal sealed class VehicleActor(
    EntityShell<Vehicle, VehicleCommand, VehicleEvent> shell,
    LiveDevices live,
    VehicleEntry? entry,
    string id)
    : DeviceActor<Vehicle, VehicleCommand, VehicleEvent>(shell, live, DeviceKind.Vehicle, id)
{
    private Driving _driving = Driving.Unknown;
    private DrivingNews? _news;

    protected override bool IsKnown => entry is not null || LastSequenceNr > 0;

    public static string? EntityOf(object message) => message switch
    {
        VehicleCommand command => command.Vehicle,
        IDeviceMessage told => told.Device.Id,
        _ => null,
    };

    protected override Domain.Actor CallerOf(VehicleCommand command) => command.Origin.By;

    protected override DeviceView Describe(DeviceView view) => view with
    {
        Name = entry?.Plate,
        Alarms = State.Alarms,
        Fences = State.Fences,
        Speeding = _driving.Speeding,
    };

    // Vehicles cross borders every day, and their journals have no end.
    protected override int? SnapshotEvery => 500;

    protected override void OnRestored(DeviceView view) => _driving = Driving.Unknown with { Speeding = view.Speeding };

    protected override void OnBelieved(in Fix fix)
    {
        // Within a message what was crossed is not in the journal yet.
        var before = _news is null ? _driving with { Fences = State.Fences } : _driving;
        _driving = Roads.Follow(before, fix, entry?.Kind, ref _news);
    }

    protected override void OnApplied(Fix fix)
    {
        if (_news is { } news)
        {
            _news = null;
            Handle(new RecordDriving(Id, OriginOf("driving", fix), news.Crossings, news.Spells), answer: false);
        }

        if (fix.Alarms != State.Alarms)
        {
            Handle(new RecordAlarms(Id, OriginOf("alarms", fix), fix.Alarms), answer: false);
        }
    }

    private Origin OriginOf(string what, Fix fix) => new(
        new Domain.Actor(Id, Roles.Device), Channel.Vehicle, $"{what}-{fix.ObservedAt.ToUnixTimeMilliseconds()}", fix.ObservedAt);
}
