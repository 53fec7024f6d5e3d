using System.Text;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Devices;

/// <summary>The recorded tracks of collectors and vehicles.</summary>
internal static class TrackEndpoints
{
    public static void MapTracks(this IEndpointRouteBuilder api)
    {
        MapTrack(api, DeviceKind.Collector, "collectors");
        MapTrack(api, DeviceKind.Vehicle, "vehicles");
    }

    private static void MapTrack(IEndpointRouteBuilder api, DeviceKind kind, string tag) => api
        .MapGet(
            $"/{tag}/{{id}}/track",
            (string id, HttpRequest request, Caller caller, DeviceFinder devices, ITracks tracks, TimeProvider clock,
                CancellationToken cancel) => Read(new Device(kind, id), request, caller, devices, tracks, clock, cancel))
        .Describe(tag, "The recorded track", "Every fix of at most 31 days; by default of the last 24 hours.")
        .Takes("from", "to", "format")
        .Answers<TrackFeature>(StatusCodes.Status200OK, "application/geo+json", "application/gpx+xml", "text/csv")
        .Refuses(400, 404, 503);

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Read(
        Device device,
        HttpRequest request,
        Caller caller,
        DeviceFinder devices,
        ITracks tracks,
        TimeProvider clock,
        CancellationToken cancel) =>
        TrackFilter.TryRead(request.Query, clock.GetCurrentInstant(), out var filter, out var malformed)
            ? await (await devices.FindAsync(device, caller, cancel)).ToResultAsync(async _ =>
            {
                if (device.Kind == DeviceKind.Collector)
                {
                    caller.Shows("track");
                }

                return Write(filter.Format, device, await tracks.ReadAsync(device, filter.From, filter.To, cancel));
            })
            : malformed;

    private static ContentHttpResult Write(TrackFormat format, Device device, IReadOnlyList<Fix> fixes) => format switch
    {
        TrackFormat.Gpx => Text(TrackGpx.Write(device, fixes), "application/gpx+xml"),
        TrackFormat.Csv => Text(TrackCsv.Write(fixes), "text/csv"),
        _ => Text(TrackFeature.Write(device, fixes), "application/geo+json"),
    };

    private static ContentHttpResult Text(string content, string type) =>
        TypedResults.Content(content, type, Encoding.UTF8);
}
