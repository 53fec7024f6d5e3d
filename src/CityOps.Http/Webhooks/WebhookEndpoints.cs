using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Webhooks;

/// <summary>Other systems subscribe to what becomes of cases.</summary>
internal static class WebhookEndpoints
{
    private const int Most = 100;
    private const string Tag = "webhooks";
    private const string One = "/webhooks/{id}";

    // So long who has not had the answer may come again for it.
    private static readonly Duration SecretRepeatedFor = Duration.FromHours(24);

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        api.MapPost("/webhooks", Create)
            .Describe(
                Tag, "Subscribe",
                "From now on every event that fits is posted to the URL: a CloudEvent 1.0 in JSON, signed by the scheme of Standard "
                + "Webhooks, at least once, in order for each case. The answer has the secret, which is not shown again. The caller's same "
                + "Idempotency-Key again: 200, the same subscription, for 24 hours with its secret; with another body 422.")
            .Takes(Header.IdempotencyKey)
            .Refuses(400, 403, 409, 413, 415, 422);
        api.MapGet("/webhooks", List).Describe(Tag, "List subscriptions", "Those of the caller's place, oldest first.").Refuses(403);
        api.MapGet(One, Get).Describe(Tag, "One subscription", "With how many events wait and how many were given up.").Refuses(403, 404);
        api.MapPut(One, Replace)
            .Describe(
                Tag, "Change a subscription",
                "All of it anew, as if it were made: what is left out is as when it is made. It keeps its id and secret, and is enabled or not as before. "
                + "What waits is tried at once, at the new URL; where the place is another, what is not of the new one is dropped.")
            .Refuses(403, 404, 413, 415, 422);
        api.MapDelete(One, Remove).Describe(Tag, "Unsubscribe", "What waits for it is dropped.").Refuses(403, 404);
        api.MapPost($"{One}/enable", Enable)
            .Describe(Tag, "Enable a subscription", "What waits is tried at once.").Refuses(403, 404);
        api.MapPost($"{One}/disable", Disable)
            .Describe(Tag, "Disable a subscription", "Nothing is sent; what happens meanwhile is not kept for it.").Refuses(403, 404);
        api.MapPost($"{One}/rotate", Rotate)
            .Describe(Tag, "Change the secret", "The answer has the new one. For 24 hours messages are signed with both.").Refuses(403, 404);
        api.MapPost($"{One}/test", Test)
            .Describe(Tag, "Try a subscription", "Posts a message of type 'cityops.webhook.test' now, and says what came of it.")
            .Refuses(403, 404);
    }

    private static async Task<Results<Created<WebhookBody>, Ok<WebhookBody>, ProblemHttpResult>> Create(
        Body<WebhookRequest> body, IdempotencyKey key, Caller caller, WebhookReader reader, IWebhooks webhooks, TimeProvider clock,
        CancellationToken cancel)
    {
        if (WebhookDesk.Refusal(caller) is { } refusal)
        {
            return refusal;
        }

        if (!key.IsValid(out var malformed))
        {
            return malformed;
        }

        if (!body.TryGet(out var request, out var unreadable))
        {
            return unreadable;
        }

        if (!reader.TryRead(request, key.Value, caller, out var webhook, out var invalid))
        {
            return invalid;
        }

        if (await webhooks.AddAsync(webhook, Most, cancel))
        {
            return TypedResults.Created($"/api/v1/webhooks/{webhook.Id}", WebhookBody.From(new WebhookStanding(webhook, 0, 0), withSecret: true));
        }

        if (await webhooks.GetAsync(webhook.Id, cancel) is not { } known)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "webhook.tooMany", $"There are {Most} webhooks of yours already, or too many of the city.");
        }

        return known.Webhook.IsLike(webhook)
            ? TypedResults.Ok(WebhookBody.From(known, known.Webhook.CreatedAt + SecretRepeatedFor > clock.GetCurrentInstant()))
            : Problem.KeyReused(IdempotencyKey.Header);
    }

    private static async Task<Results<Ok<Listing<WebhookBody>>, ProblemHttpResult>> List(
        Caller caller, WebhookDesk desk, TimeProvider clock, CancellationToken cancel) =>
        WebhookDesk.Refusal(caller) is { } refusal ? refusal : TypedResults.Ok(Listing.Whole(
            (await desk.ListAsync(caller, cancel)).Select(w => WebhookBody.From(w)), clock.GetCurrentInstant()));

    private static Task<Results<Ok<WebhookBody>, ProblemHttpResult>> Get(
        string id, Caller caller, WebhookDesk desk, CancellationToken cancel) =>
        desk.WithAsync(id, caller, found => Task.FromResult(TypedResults.Ok(WebhookBody.From(found))), cancel);

    private static async Task<Results<Ok<WebhookBody>, ProblemHttpResult>> Replace(
        string id, Body<WebhookRequest> body, Caller caller, WebhookReader reader, WebhookDesk desk, IWebhooks webhooks, TimeProvider clock,
        CancellationToken cancel)
    {
        if (WebhookDesk.Refusal(caller) is { } refusal)
        {
            return refusal;
        }

        if (!body.TryGet(out var request, out var unreadable))
        {
            return unreadable;
        }

        if (!reader.TryRead(request, null, caller, out var wanted, out var invalid))
        {
            return invalid;
        }

        var changed = await ChangeAsync(
            id, caller, desk, clock,
            w => w with { Url = wanted.Url, Types = wanted.Types, Jurisdiction = wanted.Jurisdiction, Department = wanted.Department },
            webhooks.ReplaceAsync, cancel);

        // Read again: fewer may wait.
        return changed.Result is ProblemHttpResult ? changed : await Get(id, caller, desk, cancel);
    }

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        string id, Caller caller, WebhookDesk desk, IWebhooks webhooks, CancellationToken cancel) => desk.WithAsync(
        id, caller,
        async _ =>
        {
            await webhooks.RemoveAsync(id, cancel);
            return TypedResults.NoContent();
        },
        cancel);

    private static Task<Results<Ok<WebhookBody>, ProblemHttpResult>> Enable(
        string id, Caller caller, WebhookDesk desk, IWebhooks webhooks, TimeProvider clock, CancellationToken cancel) =>
        ChangeAsync(id, caller, desk, clock, w => w with { Enabled = true, DisabledBecause = null }, webhooks.SwitchAsync, cancel);

    private static Task<Results<Ok<WebhookBody>, ProblemHttpResult>> Disable(
        string id, Caller caller, WebhookDesk desk, IWebhooks webhooks, TimeProvider clock, CancellationToken cancel) =>
        ChangeAsync(
            id, caller, desk, clock, w => w with { Enabled = false, DisabledBecause = $"{caller.Actor.Id} has disabled it." },
            webhooks.SwitchAsync, cancel);

    private static Task<Results<Ok<WebhookBody>, ProblemHttpResult>> Rotate(
        string id, Caller caller, WebhookDesk desk, IWebhooks webhooks, TimeProvider clock, CancellationToken cancel) =>
        ChangeAsync(
            id, caller, desk, clock, w => w with { Secrets = w.Secrets.Rotated(clock.GetCurrentInstant()) },
            webhooks.RotateAsync, cancel, withSecret: true);

    private static Task<Results<Ok<WebhookBody>, ProblemHttpResult>> ChangeAsync(
        string id, Caller caller, WebhookDesk desk, TimeProvider clock, Func<Webhook, Webhook> change,
        Func<Webhook, Instant, CancellationToken, Task> keep, CancellationToken cancel, bool withSecret = false) => desk.WithAsync(
        id, caller,
        async found =>
        {
            var changed = found with { Webhook = change(found.Webhook) };
            await keep(changed.Webhook, clock.GetCurrentInstant(), cancel);
            return TypedResults.Ok(WebhookBody.From(changed, withSecret));
        },
        cancel);

    private static Task<Results<Ok<TestCallBody>, ProblemHttpResult>> Test(
        string id, Caller caller, WebhookDesk desk, IWebhookTarget target, CancellationToken cancel) => desk.WithAsync(
        id, caller, async found => TypedResults.Ok(TestCallBody.From(await target.TestAsync(found.Webhook, cancel))), cancel);
}
