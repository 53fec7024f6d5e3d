using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>Shows devices as they are at this moment: what follows from the time alone is computed here.</summary>
internal sealed class DevicePresenter(CityConfiguration city, RoadRules roads, PresenceRule presence, TimeProvider clock)
{
    /// <summary>A collector.</summary>
    public CollectorBody Collector(DeviceView view) => new(view, PresenceOf(view, clock.GetCurrentInstant()));

    /// <summary>A vehicle, with its geofences.</summary>
    public VehicleBody Vehicle(DeviceView view)
    {
        var (id, now) = (view.Device.Id, clock.GetCurrentInstant());
        var kind = city.Vehicles.GetValueOrDefault(id)?.Kind;
        return new VehicleBody(view, PresenceOf(view, now), kind)
        {
            Geofences = [.. view.Fences.Where(stay => stay.IsInside).SelectMany(Fence)],
            Violations = [.. roads.Violations(id, kind, view.Fences, now).SelectMany(Fence)],
        };

        IEnumerable<FenceBody> Fence(FenceStay stay) => roads.FenceFor(id, kind, stay) is { } fence
            ? [new FenceBody(fence.Id, fence.Name.Zh, fence.Rule, stay.Since)]
            : [];
    }

    private Presence PresenceOf(DeviceView view, Instant now) => presence.Of(view.Online, view.HeardAt, now);
}
