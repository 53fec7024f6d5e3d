using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Domain.City;

/// <summary>What a geofence means to the vehicles it holds for.</summary>
public enum GeofenceRule
{
    /// <summary>They must not enter.</summary>
    Enter,

    /// <summary>They must not leave; who has several of these must be in one of them.</summary>
    Leave,

    /// <summary>Their coming and going is noted, no more.</summary>
    Watch,
}

/// <summary>电子围栏: an area, or a corridor along a road, that some vehicles must keep out of or stay in.</summary>
/// <param name="Id">The id, unique in the city.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Rule">What it means.</param>
/// <param name="Shape">WGS-84, x = longitude, y = latitude: a Polygon, or the LineString in the middle of a corridor.</param>
/// <param name="Width">The width of a corridor; zero for a polygon.</param>
public sealed record Geofence(string Id, Name Name, GeofenceRule Rule, Geometry Shape, Length Width)
{
    /// <summary>The kinds of vehicle it holds for.</summary>
    public IReadOnlySet<VehicleKind> Kinds { get; init; } = new HashSet<VehicleKind>();

    /// <summary>The ids of vehicles it holds for beside them.</summary>
    public IReadOnlySet<string> Vehicles { get; init; } = new HashSet<string>();

    /// <summary>When it holds; null for always.</summary>
    public WeeklyTimes? Times { get; init; }

    /// <summary>True if it holds for the vehicle; one that the city does not know has no kind.</summary>
    public bool IsFor(string vehicle, VehicleKind? kind) =>
        (kind is { } known && Kinds.Contains(known)) || Vehicles.Contains(vehicle);

    /// <summary>True if it holds at the time.</summary>
    public bool HoldsAt(Instant at) => Times is null || Times.Contains(at);
}

/// <summary>Slots of the week in a time zone.</summary>
/// <param name="Week">The slots of each day.</param>
/// <param name="Zone">Where they are local time.</param>
public sealed record WeeklyTimes(WorkingWeek Week, DateTimeZone Zone)
{
    /// <summary>True if the time is within a slot; its end is not.</summary>
    public bool Contains(Instant at)
    {
        var local = at.InZone(Zone).LocalDateTime;
        foreach (var slot in Week.On(local.DayOfWeek).Slots)
        {
            if (local.TimeOfDay >= slot.From && (local.TimeOfDay < slot.To || slot.To == LocalTime.Midnight))
            {
                return true;
            }
        }

        return false;
    }
}
