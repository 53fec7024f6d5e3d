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

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Read(
        Device device,
        HttpRequest request,
        Caller caller,
        DeviceFinder devices,
        ITracks tracks,
        TimeProvider clock,
        CancellationToken cancel) =>
        TrackFilter.TryRead(request.Query, clock.GetCurrentInstant(), out var filter, out var malformed)
            ? (await devices.FindAsync(device, caller, cancel)).ToResult(_ =>
            {
                if (device.Kind == DeviceKind.Collector)
                {
                    caller.Shows("track");
                }

                return Write(filter.Format, device, TrackPieces.ReadAsync(tracks, device, filter.From, filter.To, cancel), cancel);
            })
            : malformed;

    private static PushStreamHttpResult Write(
        TrackFormat format, Device device, IAsyncEnumerable<IReadOnlyList<Fix>> track, CancellationToken cancel) => format switch
    {
        TrackFormat.Gpx => Text(TrackGpx.WriteAsync(device, track), "application/gpx+xml", cancel),
        TrackFormat.Csv => Text(TrackCsv.WriteAsync(track), "text/csv", cancel),
        _ => Text(TrackFeature.WriteAsync(device, track), "application/geo+json", cancel),
    };

    /// <summary>
    /// Nothing is sent before the first piece is read: until then a fault is answered as one. Each piece goes out at once, so that a later
    /// fault breaks the answer off: what compression still held would be sent with the problem in one body, of which nothing could be read.
    /// </summary>
    private static PushStreamHttpResult Text(IAsyncEnumerable<string> pieces, string type, CancellationToken cancel) => TypedResults.Stream(
        async body =>
        {
            await foreach (var piece in pieces)
            {
                await body.WriteAsync(Encoding.UTF8.GetBytes(piece), cancel);
                await body.FlushAsync(cancel);
            }
        },
        $"{type}; charset=utf-8");
}
