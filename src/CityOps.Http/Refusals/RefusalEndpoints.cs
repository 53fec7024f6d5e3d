using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Devices;
using CityOps.Http.OpenApi;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Refusals;

/// <summary>What was refused of the devices' messages.</summary>
internal static class RefusalEndpoints
{
    public static void MapRefusals(this IEndpointRouteBuilder api) => api
        .MapGet("/refusals", List)
        .Describe(
            "refusals", "List refused messages",
            "Newest first. A node keeps the newest 10,000 of what it refused in memory until it ends; of several nodes the one that is asked tells of its own.")
        .Takes("device", "limit")
        .Refuses(400);

    private static Results<Ok<Listing<Refusal>>, ProblemHttpResult> List(
        HttpRequest request, Caller caller, DeviceFinder devices, IRefusals refusals, TimeProvider clock)
    {
        var reader = new QueryReader(request.Query);
        var (device, limit) = (reader.Text("device"), reader.Limit());
        return reader.IsMalformed(out var malformed)
            ? malformed
            : TypedResults.Ok(Listing.Whole(Visible(refusals, device, caller, devices).Take(limit), clock.GetCurrentInstant()));
    }

    private static IEnumerable<Refusal> Visible(IRefusals refusals, string? device, Caller caller, DeviceFinder devices) =>
        from refusal in refusals.Recent(device, int.MaxValue)
        where caller.Scope.IsEverything
            || (DeviceUser.TryParseDevice(refusal.Device, out var known) && devices.Exists(known, caller))
        select refusal;
}
