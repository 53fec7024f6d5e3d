using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Devices;
using CityOps.Http.Problems;

namespace CityOps.Http.Commands;

/// <summary>Finds the devices of a group. Thread-safe.</summary>
internal sealed class GroupReader(IReadModel model, DeviceFinder devices, CityConfiguration city)
{
    /// <summary>How many devices a group may have.</summary>
    public const int Most = 1_000;

    private const double LongestRadius = 50_000;
    private const double UsualRadius = 1_000;

    /// <summary>The refusal of a group with more.</summary>
    public static Rejection TooLarge { get; } =
        new(RejectionKind.Invalid, "command.groupTooLarge", $"The group has more than {Most:N0} devices.", "to");

    /// <summary>Notes what is wrong with a group.</summary>
    public static void Check(Faults faults, GroupRequest? group)
    {
        if (!faults.Require("to", group))
        {
            return;
        }

        faults.Identify("to.grid", group.Grid);
        faults.Identify("to.department", group.Department);
        if (group is { Grid: null, Kind: null, Department: null, Near: null })
        {
            faults.Add("to", "A group needs at least one of grid, kind, department and near.");
        }

        if (group is { Devices: DeviceKind.Collector } and ({ Kind: not null } or { Department: not null }))
        {
            faults.Add("to.devices", "Collectors have neither a kind nor a department.");
        }

        if (group.Near is not null && PlaceOf(group) is null)
        {
            faults.Add("to.near", "It is no [longitude, latitude] in degrees.");
        }

        if (group is { Near: null, Radius: not null } or { Radius: not (null or (> 0 and <= LongestRadius)) })
        {
            faults.Add("to.radius", "It stands with 'near', and is above 0 and at most 50,000 metres.");
        }
    }

    /// <summary>
    /// The devices; more than <see cref="Most"/> if there are more. Without a place also those vehicles of the city that were never heard
    /// of, and so are in no list: what they are told is kept for them.
    /// </summary>
    public async Task<IReadOnlyList<Device>> MembersAsync(GroupRequest group, Caller caller, CancellationToken cancel)
    {
        var place = PlaceOf(group);
        var kind = group.Devices ?? DeviceKind.Vehicle;

        // A list by distance has one page. With all else asked for, and the nearest first, it has every member, or so many that the group
        // is too large.
        var query = new DeviceQuery(kind)
        {
            Only = group is { Kind: null, Department: null }
                ? devices.Visible(kind, caller)
                : [.. Registered(group, caller).Select(device => device.Id)],
            Grid = group.Grid,
            Near = place,
            Limit = Most + 1,
        };
        List<Device> members = [];
        do
        {
            var page = await model.DevicesAsync(query, cancel);
            members.AddRange(page.Items.Where(d => IsMember(group, place, d)).Select(d => d.Device));
            query = query with { After = page.Next };
        }
        while (query.After is not null && members.Count <= Most);

        return kind == DeviceKind.Vehicle && group is { Grid: null, Near: null } ? [.. members.Union(Registered(group, caller))] : members;
    }

    private IEnumerable<Device> Registered(GroupRequest group, Caller caller) => city.Vehicles.Values
        .Where(vehicle => IsOf(group, vehicle))
        .Select(vehicle => new Device(DeviceKind.Vehicle, vehicle.Id))
        .Where(device => devices.Exists(device, caller));

    private static bool IsOf(GroupRequest group, VehicleEntry? vehicle) =>
        (group.Kind is null || vehicle?.Kind == group.Kind)
        && (group.Department is null || vehicle?.Department == group.Department);

    private bool IsMember(GroupRequest group, GeoPoint? place, DeviceView device) =>
        IsOf(group, city.Vehicles.GetValueOrDefault(device.Device.Id))
        && (place is not { } centre || device.Last?.Place.DistanceTo(centre).Metres <= (group.Radius ?? UsualRadius));

    private static GeoPoint? PlaceOf(GroupRequest group) =>
        group.Near is [var longitude, var latitude] && GeoPoint.TryAt(latitude, longitude, out var place) ? place : null;
}
