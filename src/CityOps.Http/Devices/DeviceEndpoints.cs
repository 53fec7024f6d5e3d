using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
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

    /// <summary>The device of a path; what is no id is the id of no device.</summary>
    internal static async Task<Answer<DeviceView>> FindAsync(
        this IDeviceGateway devices, DeviceKind kind, string id, CancellationToken cancel) =>
        Identifier.IsValid(id)
            ? await devices.GetAsync(new Device(kind, id), cancel)
            : new Answer<DeviceView>.Refused(
                EngineRejections.NotFound(kind == DeviceKind.Collector ? "collector" : "vehicle"));

    private static async Task<Results<Mapped<Listing<CollectorBody>, FeatureCollection<CollectorBody>>, ProblemHttpResult>> Collectors(
        HttpRequest request, IReadModel model, DevicePresenter show, CancellationToken cancel) =>
        DeviceFilter.TryRead(DeviceKind.Collector, request.Query, out var query, out var malformed)
            ? await Pages.ReadAsync(() => model.DevicesAsync(query, cancel), show.Collector, OnMap)
            : malformed;

    private static async Task<Results<Mapped<Listing<VehicleBody>, FeatureCollection<VehicleBody>>, ProblemHttpResult>> Vehicles(
        HttpRequest request, IReadModel model, DevicePresenter show, CancellationToken cancel) =>
        DeviceFilter.TryRead(DeviceKind.Vehicle, request.Query, out var query, out var malformed)
            ? await Pages.ReadAsync(() => model.DevicesAsync(query, cancel), show.Vehicle, OnMap)
            : malformed;

    private static async Task<Results<Entity<CollectorBody>, ProblemHttpResult>> Collector(
        string id, IDeviceGateway devices, DevicePresenter show, CancellationToken cancel) =>
        (await devices.FindAsync(DeviceKind.Collector, id, cancel))
            .ToResult(found => new Entity<CollectorBody>(show.Collector(found.View)));

    private static async Task<Results<Entity<VehicleBody>, ProblemHttpResult>> Vehicle(
        string id, IDeviceGateway devices, DevicePresenter show, CancellationToken cancel) =>
        (await devices.FindAsync(DeviceKind.Vehicle, id, cancel))
            .ToResult(found => new Entity<VehicleBody>(show.Vehicle(found.View)));

    private static Feature<T> OnMap<T>(T device)
        where T : DeviceBody => Feature<T>.Of(device.Id, Geometry.Point(device.Lon, device.Lat), device);
}
