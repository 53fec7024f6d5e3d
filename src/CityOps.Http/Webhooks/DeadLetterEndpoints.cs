using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Webhooks;

/// <summary>What could not be delivered within a day.</summary>
internal static class DeadLetterEndpoints
{
    private const string Tag = "webhooks";
    private const string Path = "/webhooks/{id}/deadLetters";

    public static void MapDeadLetters(this IEndpointRouteBuilder api)
    {
        api.MapGet(Path, List)
            .Describe(Tag, "List what was given up", "Oldest first; kept for 30 days.").Takes("limit", "after").Refuses(403, 404);
        api.MapPost($"{Path}/resend", ResendAll)
            .Describe(Tag, "Send all that was given up again", "As if it had just happened, with the same ids.").Refuses(403, 404);
        api.MapPost($"{Path}/{{event}}/resend", Resend)
            .Describe(Tag, "Send one event that was given up again", "As if it had just happened, with the same id.").Refuses(403, 404);
    }

    private static async Task<Results<Ok<Listing<DeadLetterBody>>, ProblemHttpResult>> List(
        string id, HttpRequest request, Caller caller, WebhookDesk desk, IWebhooks webhooks, CancellationToken cancel)
    {
        var reader = new QueryReader(request.Query);
        var (limit, after) = (reader.Limit(), reader.Text("after"));
        if (reader.IsMalformed(out var malformed))
        {
            return malformed;
        }

        return (await desk.WithAsync(id, caller, found => Task.FromResult(TypedResults.Ok(found)), cancel)).Result is ProblemHttpResult problem
            ? problem
            : await Pages.ReadAsync(() => webhooks.DeadAsync(id, limit, after, cancel), DeadLetterBody.From);
    }

    private static Task<Results<Ok<ResentBody>, ProblemHttpResult>> ResendAll(
        string id, Caller caller, WebhookDesk desk, IWebhooks webhooks, TimeProvider clock, CancellationToken cancel) => desk.WithAsync(
        id, caller,
        async _ => TypedResults.Ok(new ResentBody(await webhooks.ReviveAsync(id, null, clock.GetCurrentInstant(), cancel))), cancel);

    private static async Task<Results<Ok<ResentBody>, ProblemHttpResult>> Resend(
        string id, string @event, Caller caller, WebhookDesk desk, IWebhooks webhooks, TimeProvider clock, CancellationToken cancel)
    {
        var answer = await desk.WithAsync(
            id, caller,
            async _ => TypedResults.Ok(new ResentBody(await webhooks.ReviveAsync(id, @event, clock.GetCurrentInstant(), cancel))), cancel);
        return answer.Result is Ok<ResentBody> { Value.Resent: 0 } ? EngineRejections.NotFound("deadLetter").ToProblem() : answer;
    }
}
