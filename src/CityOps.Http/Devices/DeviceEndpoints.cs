using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Devices;

/// <summary>Collectors and vehicles are read.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder api)
    {
        api.MapGet("/collectors", Collectors)
            .Describe("collectors", "List collectors", "A page of the read model, or the nearest to a place first.")
            .Takes("bbox", "near", "grid", "online", "presence", "onShift", "limit", "after")
            .Refuses(400);
        api.MapGet("/vehicles", Vehicles)
            .Describe("vehicles", "List vehicles", "A page of the read model, or the nearest to a place first.")
            .Takes("bbox", "near", "grid", "online", "presence", "limit", "after")
            .Refuses(400);
        api.MapGet("/collectors/{id}", Collector)
            .Describe("collectors", "One collector", "The state as the actor has it. ETag: what it says.")
            .Takes(Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(404, 503);
        api.MapGet("/vehicles/{id}", Vehicle)
            .Describe("vehicles", "One vehicle", "The state as the actor has it. ETag: what it says.")
            .Takes(Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(404, 503);
    }

    private static async Task<Results<Mapped<Listing<CollectorBody>, FeatureCollection<CollectorBody>>, ProblemHttpResult>> Collectors(
        HttpRequest request, Caller caller, DeviceFinder devices, IReadModel model, DevicePresenter show, CancellationToken cancel) =>
        DeviceFilter.TryRead(DeviceKind.Collector, request.Query, devices.Visible(DeviceKind.Collector, caller), out var query, out var malformed)
            ? await Pages.ReadAsync(() => model.DevicesAsync(query, cancel), view => Shown(view, caller, show), OnMap)
            : malformed;

    private static async Task<Results<Mapped<Listing<VehicleBody>, FeatureCollection<VehicleBody>>, ProblemHttpResult>> Vehicles(
        HttpRequest request, Caller caller, DeviceFinder devices, IReadModel model, DevicePresenter show, CancellationToken cancel) =>
        DeviceFilter.TryRead(DeviceKind.Vehicle, request.Query, devices.Visible(DeviceKind.Vehicle, caller), out var query, out var malformed)
            ? await Pages.ReadAsync(() => model.DevicesAsync(query, cancel), show.Vehicle, OnMap)
            : malformed;

    private static async Task<Results<Entity<CollectorBody>, ProblemHttpResult>> Collector(
        string id, Caller caller, DeviceFinder devices, DevicePresenter show, CancellationToken cancel) =>
        (await devices.FindAsync(new Device(DeviceKind.Collector, id), caller, cancel))
            .ToResult(found => new Entity<CollectorBody>(Shown(found.View, caller, show)));

    private static async Task<Results<Entity<VehicleBody>, ProblemHttpResult>> Vehicle(
        string id, Caller caller, DeviceFinder devices, DevicePresenter show, CancellationToken cancel) =>
        (await devices.FindAsync(new Device(DeviceKind.Vehicle, id), caller, cancel))
            .ToResult(found => new Entity<VehicleBody>(show.Vehicle(found.View)));

    private static CollectorBody Shown(DeviceView view, Caller caller, DevicePresenter show)
    {
        caller.Shows("collector");
        return show.Collector(view);
    }

    private static Feature<T> OnMap<T>(T device)
        where T : DeviceBody => Feature<T>.Of(device.Id, Geometry.Point(device.Lon, device.Lat), device);
}
