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
    protected override bool IsKnown => entry is not null || LastSequenceNr > 0;

    public static string? EntityOf(object message) => message switch
    {
        VehicleCommand command => command.Vehicle,
        IDeviceMessage told => told.Device.Id,
        _ => null,
    };

    protected override Domain.Actor CallerOf(VehicleCommand command) => command.Origin.By;

    protected override DeviceView Describe(DeviceView view) => view with { Name = entry?.Plate, Alarms = State.Alarms };

    protected override void OnApplied(Fix fix)
    {
        if (fix.Alarms == State.Alarms)
        {
            return;
        }

        var origin = new Origin(
            new Domain.Actor(Id, Roles.Device), Channel.Vehicle,
            $"alarms-{fix.ObservedAt.ToUnixTimeMilliseconds()}", fix.ObservedAt);
        Handle(new RecordAlarms(Id, origin, fix.Alarms), answer: false);
    }
}
