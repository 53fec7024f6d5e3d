using System.Collections.Immutable;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using NodaTime;

namespace CityOps.Engine.Collectors;

/// <summary>One collector.</summary>
internal sealed class CollectorActor(
    EntityShell<Collector, DeviceCommand, DeviceEvent> shell,
    LiveDevices live,
    CollectorEntry? entry,
    Addressee? owner,
    string id)
    : DeviceActor<Collector>(shell, live, DeviceKind.Collector, id)
{
    protected override Addressee? Owner => owner;

    protected override bool IsKnown => entry is not null || LastSequenceNr > 0;

    public static string? EntityOf(object message) => message switch
    {
        CollectorCommand command => command.Collector,
        DownlinkAct act => act.Device.Id,
        IDeviceMessage told => told.Device.Id,
        _ => null,
    };

    protected override string? Name => entry?.Name;

    protected override bool OnShift => State.OnShift;

    protected override ImmutableList<TaskInHand> Tasks => State.InHand;

    protected override ImmutableList<DownlinkCommand> Commands => State.Commands;

    // Shifts and tasks come every day, and a handset may say again and again that its shift lasts: their journals have no end.
    protected override int? SnapshotEvery => 500;
}
