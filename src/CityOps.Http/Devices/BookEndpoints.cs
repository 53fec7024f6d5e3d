using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>The books of fixes are read.</summary>
internal static class BookEndpoints
{
    public static void MapBooks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/books", Total)
            .Describe(
                "books", "The books of all fixes", "What became of every fix since the engine started. For those who act for the whole city.")
            .Refuses(403);
        MapBook(api, DeviceKind.Collector, "collectors");
        MapBook(api, DeviceKind.Vehicle, "vehicles");
    }

    private static void MapBook(IEndpointRouteBuilder api, DeviceKind kind, string tag) => api
        .MapGet($"/{tag}/{{id}}/books", (string id, Caller caller, FixBooks books, DeviceFinder devices, CancellationToken cancel) =>
            Read(new Device(kind, id), caller, books, devices, cancel))
        .Describe(tag, "The books of a device's fixes", "What became of every fix of the device since the engine started.")
        .Refuses(404, 503);

    private static Results<Ok<BookBody>, ProblemHttpResult> Total(Caller caller, FixBooks books) => caller.Scope.IsEverything
        ? TypedResults.Ok(new BookBody(books.Since, books.Total()))
        : Problem.OfWholeCity;

    private static async Task<Results<Ok<BookBody>, ProblemHttpResult>> Read(
        Device device, Caller caller, FixBooks books, DeviceFinder devices, CancellationToken cancel) =>
        (await devices.FindAsync(device, caller, cancel)).ToResult(_ =>
            TypedResults.Ok(new BookBody(books.Since, books.Find(device)?.Counts() ?? FixCounts.None)));
}

/// <summary>Books: <c>received = applied + teleported + late + doubled + refused + shed + waiting</c>.</summary>
internal sealed class BookBody(Instant since, FixCounts counts)
{
    /// <summary>Since when is counted: the start of the engine.</summary>
    public Instant Since { get; } = since;

    /// <summary>Fixes that messages had, good and bad.</summary>
    public long Received { get; } = counts.Received;

    /// <summary>Newer than all before: the device's state follows them.</summary>
    public long Applied { get; } = counts.Applied;

    /// <summary>Applied and flagged: no device of its kind travels that fast.</summary>
    public long Teleported { get; } = counts.Teleported;

    /// <summary>Older than the newest: kept in the track alone.</summary>
    public long Late { get; } = counts.Late;

    /// <summary>The newest one once more.</summary>
    public long Doubled { get; } = counts.Doubled;

    /// <summary>Refused, by the code of the reason.</summary>
    public IReadOnlyDictionary<string, long> Refused { get; } = counts.Refused;

    /// <summary>At QoS 0: gave way to newer ones, because more came than could be written.</summary>
    public long Shed { get; } = counts.Shed;

    /// <summary>Those of which nothing is decided yet.</summary>
    public long Waiting { get; } = counts.Waiting;
}
