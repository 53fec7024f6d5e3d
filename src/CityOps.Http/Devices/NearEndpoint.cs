using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>Who was near a place.</summary>
internal static class NearEndpoint
{
    public static void MapNear(this IEndpointRouteBuilder api) => api.MapGet("/tracks/near", Read)
        .Describe(
            "tracks", "Who was near a place",
            "The collectors and vehicles whose tracks came near a point, the nearest first. Between two fixes of at most a minute and a "
            + "kilometre a device is taken to have gone straight. At most a day.")
        .Takes("lon", "lat", "radius", "from", "to")
        .Refuses(400);

    private static async Task<Results<Ok<Listing<PassByBody>>, ProblemHttpResult>> Read(
        HttpRequest request, Caller caller, DeviceFinder devices, ITracks tracks, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (!NearFilter.TryRead(request.Query, now, out var filter, out var malformed))
        {
            return malformed;
        }

        var passed = await tracks.NearAsync(filter.Place, filter.Within, filter.From, filter.To, cancel);
        caller.Shows("track");
        return TypedResults.Ok(Listing.Whole(passed.Where(p => devices.Exists(p.Device, caller)).Select(p => new PassByBody(p)), now));
    }
}

/// <summary>A device that was near.</summary>
internal sealed class PassByBody(PassBy passed)
{
    /// <summary>What kind of device.</summary>
    public DeviceKind Kind { get; } = passed.Device.Kind;

    /// <summary>Its id, as in topics.</summary>
    public string Id { get; } = passed.Device.Id;

    /// <summary>When it was near first, by its own clock.</summary>
    public Instant From { get; } = passed.From;

    /// <summary>When it was near last.</summary>
    public Instant To { get; } = passed.To;

    /// <summary>The least distance, metres.</summary>
    public double Distance { get; } = Math.Round(passed.Closest.Metres, 1);

    /// <summary>When it was there.</summary>
    public Instant ClosestAt { get; } = passed.ClosestAt;
}
