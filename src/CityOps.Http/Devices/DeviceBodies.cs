using CityOps.Domain.City;
using CityOps.Engine.Devices;
using CityOps.Http.Grids;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>A collector.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Lon">Degrees east, WGS-84, of the last fix; null where there is none, as all that follows from it.</param>
/// <param name="Lat">Degrees north.</param>
/// <param name="T">When the last fix was taken.</param>
/// <param name="Speed">Metres per second.</param>
/// <param name="Heading">Degrees clockwise from north.</param>
/// <param name="Accuracy">Metres.</param>
/// <param name="Altitude">Metres.</param>
/// <param name="Grid">The unit grid, 15 digits; null outside of the city.</param>
/// <param name="PatrolGrid">The patrol grid; null where the unit grid belongs to none.</param>
/// <param name="Online">True while the device is connected.</param>
/// <param name="OnShift">True while the shift lasts.</param>
internal sealed record CollectorBody(
    string Id,
    string? Name,
    double? Lon,
    double? Lat,
    Instant? T,
    double? Speed,
    double? Heading,
    double? Accuracy,
    double? Altitude,
    string? Grid,
    string? PatrolGrid,
    bool Online,
    bool OnShift)
{
    public static CollectorBody From(DeviceView view) => new(
        view.Device.Id,
        view.Name,
        view.Last?.Place.Longitude,
        view.Last?.Place.Latitude,
        view.Last?.ObservedAt,
        view.Last?.Speed?.MetresPerSecond,
        view.Last?.Heading?.Degrees,
        view.Last?.Accuracy?.Metres,
        view.Last?.Altitude?.Metres,
        view.UnitGrid,
        GridNames.PatrolGrid(view.UnitGrid, view.Beat),
        view.Online,
        view.OnShift);
}

/// <summary>A vehicle. What it shares with a <see cref="CollectorBody"/> means the same.</summary>
/// <param name="Name">The number plate.</param>
/// <param name="Kind">What kind of vehicle it is; null where the city does not know it.</param>
/// <param name="Alarms">The alarms that stand.</param>
internal sealed record VehicleBody(
    string Id,
    string? Name,
    double? Lon,
    double? Lat,
    Instant? T,
    double? Speed,
    double? Heading,
    double? Accuracy,
    double? Altitude,
    string? Grid,
    string? PatrolGrid,
    bool Online,
    VehicleKind? Kind,
    IReadOnlyList<string> Alarms)
{
    public static VehicleBody From(DeviceView view, CityConfiguration city) => new(
        view.Device.Id,
        view.Name,
        view.Last?.Place.Longitude,
        view.Last?.Place.Latitude,
        view.Last?.ObservedAt,
        view.Last?.Speed?.MetresPerSecond,
        view.Last?.Heading?.Degrees,
        view.Last?.Accuracy?.Metres,
        view.Last?.Altitude?.Metres,
        view.UnitGrid,
        GridNames.PatrolGrid(view.UnitGrid, view.Beat),
        view.Online,
        city.Vehicles.GetValueOrDefault(view.Device.Id)?.Kind,
        AlarmNames.Of(view.Alarms));
}
