using CityOps.Domain;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Http.Calling;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Webhooks;

/// <summary>The subscriptions that a caller may see and change: those that hear of nothing but what the caller sees.</summary>
internal sealed class WebhookDesk(IWebhooks webhooks)
{
    private const Roles Subscribers = Roles.ShiftLead | Roles.Leader | Roles.Dispatcher | Roles.Handler;

    /// <summary>The answer to who may not subscribe; null for who may.</summary>
    public static ProblemHttpResult? Refusal(Caller caller) => caller.Actor.IsIn(Subscribers) ? null : Problem.Of(
        StatusCodes.Status403Forbidden, "webhook.notForCaller",
        "Webhooks are for shift leads, leaders, dispatchers, and handlers of a department.");

    public async Task<IReadOnlyList<WebhookStanding>> ListAsync(Caller caller, CancellationToken cancel) =>
        [.. (await webhooks.ListAsync(cancel)).Where(w => IsOf(caller, w.Webhook))];

    /// <summary>Does something with a subscription of the caller's.</summary>
    public async Task<Results<TResult, ProblemHttpResult>> WithAsync<TResult>(
        string id, Caller caller, Func<WebhookStanding, Task<TResult>> found, CancellationToken cancel)
        where TResult : IResult =>
        Refusal(caller) is { } refusal ? refusal
        : await webhooks.GetAsync(id, cancel) is { } standing && caller.Met(IsOf(caller, standing.Webhook)) ? await found(standing)
        : EngineRejections.NotFound("webhook").ToProblem();

    private static bool IsOf(Caller caller, Webhook webhook) => caller.Scope.Covers(webhook.Jurisdiction, webhook.Department);
}
