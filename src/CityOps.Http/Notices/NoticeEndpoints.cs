using CityOps.Domain.City;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Notices;

/// <summary>提醒: what recipients are told of cases that run late, and of requests that wait.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this IEndpointRouteBuilder api) => api
        .MapGet("/notices", List)
        .Describe(
            "notices", "List notices",
            "Newest first. What is told to the same recipient about the same thing within a short window is one notice, which counts "
            + "its cases and grows until 'closesAt'. A caller sees those of their jurisdiction and below, of their department, or, as "
            + "a collector alone, their own.")
        .Takes("role", "jurisdiction", "department", "collector", "from", "limit", "after")
        .Refuses(403);

    private static async Task<Results<Ok<Listing<NoticeBody>>, ProblemHttpResult>> List(
        HttpRequest request, Caller caller, INotices notices, CityConfiguration city, CancellationToken cancel)
    {
        if (!caller.Actor.IsIn(NoticeFilter.Recipients))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "notice.notForCaller", "Notices are for those who work on cases.");
        }

        if (!NoticeFilter.TryRead(request.Query, caller.Actor, out var query, out var malformed))
        {
            return malformed;
        }

        var zone = DateTimeZoneProviders.Tzdb[city.Zone];
        return await Pages.ReadAsync(() => notices.ListAsync(query, cancel), row => NoticeBody.From(row, zone));
    }
}
