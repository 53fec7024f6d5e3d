using System.Collections.Immutable;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using NodaTime;

namespace CityOps.Engine.Collectors;

/// <summary>One collector.</summary>
internal sealed class CollectorActor(
    EntityShell<Collector, CollectorCommand, CollectorEvent> shell,
    LiveDevices live,
    CollectorEntry? entry,
    string id)
    : DeviceActor<Collector, CollectorCommand, CollectorEvent>(shell, live, DeviceKind.Collector, id)
{
    protected override bool IsKnown => entry is not null || LastSequenceNr > 0;

    public static string? EntityOf(object message) => message switch
    {
        CollectorCommand command => command.Collector,
        IDeviceMessage told => told.Device.Id,
        _ => null,
    };

    protected override Domain.Actor CallerOf(CollectorCommand command) => command.Origin.By;

    protected override string? Name => entry?.Name;

    protected override bool OnShift => State.OnShift;

    protected override ImmutableList<TaskInHand> Tasks => State.InHand;
}
