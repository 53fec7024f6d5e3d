using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Organisations;

/// <summary>What waits where.</summary>
internal static class QueueEndpoints
{
    public static void MapQueues(this IEndpointRouteBuilder api) => api.MapGet("/queues", Read)
        .Describe(
            "organisations", "The queues of departments and centres",
            "For every department that the caller sees, and every such centre that has cases which no department has: how many are open and how many of them are "
            + "past a limit, by stage and light, and how many the department has handled since midnight. From the read model.")
        .Takes("department", "jurisdiction")
        .Refuses(400);

    private static async Task<Results<Ok<Listing<QueueBody>>, ProblemHttpResult>> Read(
        HttpRequest request, Caller caller, IReadModel model, CityConfiguration city, TimeProvider clock, CancellationToken cancel)
    {
        var reader = new QueryReader(request.Query);
        var (department, jurisdiction) = (reader.Identifier("department"), reader.Identifier("jurisdiction"));
        if (reader.IsMalformed(out var malformed))
        {
            return malformed;
        }

        var counts = await model.QueuesAsync(Midnight(city, clock.GetCurrentInstant()), cancel);
        return TypedResults.Ok(Listing.Whole(
            QueueBody.All(city, counts).Where(q =>
                caller.Scope.Covers(q.Jurisdiction, q.Kind == QueueKind.Department ? q.Id : null)
                && (department is null || (q.Kind == QueueKind.Department && q.Id == department))
                && (jurisdiction is null || q.Jurisdiction.StartsWith(jurisdiction, StringComparison.Ordinal))),
            counts.AsOf));
    }

    private static Instant Midnight(CityConfiguration city, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[city.Zone];
        return now.InZone(zone).Date.AtStartOfDayInZone(zone).ToInstant();
    }
}
