using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Devices;
using CityOps.Http.OpenApi;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>Who and what is near a case.</summary>
internal static class NearestEndpoint
{
    private const int Usual = 5;
    private const int Most = 50;

    public static void MapNearest(this IEndpointRouteBuilder api) => api.MapGet("/cases/{id}/nearest", Read)
        .Describe(
            "cases", "What is nearest to a case",
            "The nearest vehicles, collectors and cameras to its place, the nearest first, with distances in metres; of devices those "
            + "that are online, and of all those that the caller sees. `limit` of each: 5 by default, at most 50.")
        .Takes("limit")
        .Refuses(400, 403, 404, 503);

    private static async Task<Results<Ok<NearestBody>, ProblemHttpResult>> Read(
        string id, HttpRequest request, Caller caller, ICaseGateway cases, IReadModel model, DeviceFinder devices, DevicePresenter show,
        GridIndex grids, CityConfiguration city, TimeProvider clock, CancellationToken cancel)
    {
        var reader = new QueryReader(request.Query);
        var limit = reader.Limit(Usual, Most);
        if (reader.IsMalformed(out var malformed))
        {
            return malformed;
        }

        return await (await cases.FindAsync(id, caller, cancel)).ToResultAsync(async found =>
        {
            var place = found.View.Report.Place;
            return TypedResults.Ok(new NearestBody(
                await NearAsync(DeviceKind.Vehicle, show.Vehicle),
                await NearAsync(DeviceKind.Collector, show.Collector),
                [
                    .. city.Cameras.Values.Select(c => (Camera: c, Distance: c.Place.DistanceTo(place).Metres))
                        .OrderBy(c => c.Distance).ThenBy(c => c.Camera.Id, StringComparer.Ordinal)
                        .Where(c => Sees(c.Camera)).Take(limit)
                        .Select(c => new NearCameraBody(
                            c.Camera.Id, c.Camera.Name, c.Camera.Place.Longitude, c.Camera.Place.Latitude, Metres(c.Distance))),
                ],
                clock.GetCurrentInstant()));

            async Task<IReadOnlyList<NearBody<T>>> NearAsync<T>(DeviceKind kind, Func<DeviceView, T> body)
            {
                var only = devices.Visible(kind, caller);
                var page = await model.DevicesAsync(new DeviceQuery(kind) { Only = only, Near = place, Online = true, Limit = limit }, cancel);
                if (kind == DeviceKind.Collector && page.Items.Count > 0)
                {
                    caller.Shows("collector");
                }

                return [.. page.Items.Select(d => new NearBody<T>(Metres(DistanceOf(d, place)), body(d)))];
            }
        });

        bool Sees(Camera camera) => caller.Scope.IsEverything
            || (grids.Locate(camera.Place) is { } unit && caller.Scope.SeesPlace(unit.Code, unit.Beat));
    }

    private static double DistanceOf(DeviceView device, GeoPoint place) =>
        device.Last is { } last ? last.Place.DistanceTo(place).Metres : double.PositiveInfinity;

    private static double Metres(double distance) => Math.Round(distance, 1);
}

/// <summary>What is nearest to a case.</summary>
/// <param name="Vehicles">Vehicles that are online.</param>
/// <param name="Collectors">Collectors who are online.</param>
/// <param name="Cameras">Cameras.</param>
/// <param name="AsOf">When that was so.</param>
internal sealed record NearestBody(
    IReadOnlyList<NearBody<VehicleBody>> Vehicles, IReadOnlyList<NearBody<CollectorBody>> Collectors, IReadOnlyList<NearCameraBody> Cameras,
    Instant AsOf);

/// <summary>A device nearby.</summary>
/// <param name="Distance">Metres.</param>
/// <param name="Device">The device.</param>
internal sealed record NearBody<T>(double Distance, T Device);

/// <summary>A camera nearby; the distance is in metres.</summary>
internal sealed record NearCameraBody(string Id, Name Name, double Lon, double Lat, double Distance);
