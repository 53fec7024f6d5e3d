using CityOps.Engine.Webhooks;
using NodaTime;

namespace CityOps.Http.Webhooks;

/// <summary>A subscription that is wanted.</summary>
/// <param name="Url">Where events are posted to: https.</param>
/// <param name="Events">Of which events, by their types; left out or empty for all.</param>
/// <param name="Jurisdiction">Only of cases of this centre and below; the caller's own where it is left out.</param>
/// <param name="Department">Only of cases of this department; the caller's own where it is left out.</param>
internal sealed record WebhookRequest(string? Url, IReadOnlyList<string>? Events, string? Jurisdiction, string? Department);

/// <summary>A subscription.</summary>
/// <param name="Id">The id.</param>
/// <param name="Url">Where events are posted to.</param>
/// <param name="Events">Of which events; empty for all.</param>
/// <param name="Jurisdiction">Only of cases of this centre and below.</param>
/// <param name="Department">Only of cases of this department.</param>
/// <param name="Enabled">False while nothing is sent, and nothing kept for it.</param>
/// <param name="DisabledBecause">Why.</param>
/// <param name="Waiting">How many events wait to be delivered.</param>
/// <param name="Dead">How many were given up.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Secret">The key to check signatures with: shown once, when it is made.</param>
internal sealed record WebhookBody(
    string Id, string Url, IReadOnlyList<string> Events, string? Jurisdiction, string? Department, bool Enabled, string? DisabledBecause,
    int Waiting, int Dead, Instant CreatedAt, string CreatedBy, string? Secret)
{
    public static WebhookBody From(WebhookStanding standing, bool withSecret = false)
    {
        var webhook = standing.Webhook;
        return new WebhookBody(
            webhook.Id, webhook.Url.AbsoluteUri, webhook.Types, webhook.Jurisdiction, webhook.Department, webhook.Enabled,
            webhook.DisabledBecause, standing.Waiting, standing.Dead, webhook.CreatedAt, webhook.CreatedBy,
            withSecret ? WebhookSignature.TextOf(webhook.Secrets.Current) : null);
    }
}

/// <summary>An event that could not be delivered.</summary>
/// <param name="Id">The event's id, as in <c>webhook-id</c>.</param>
/// <param name="Type">The type, as in the CloudEvent.</param>
/// <param name="Case">The case.</param>
/// <param name="At">When it happened.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstTriedAt">When first.</param>
/// <param name="Fault">What went wrong the last time.</param>
internal sealed record DeadLetterBody(string Id, string Type, string Case, Instant At, int Attempts, Instant? FirstTriedAt, string? Fault)
{
    public static DeadLetterBody From(Delivery delivery) => new(
        delivery.Change.Id, WebhookTarget.TypePrefix + delivery.Change.Type, delivery.Change.Case.Value, delivery.Change.At,
        delivery.Attempts, delivery.FirstTriedAt, delivery.Fault);
}

/// <summary>How many events are tried again.</summary>
internal sealed record ResentBody(int Resent);

/// <summary>What the target has answered to a test call.</summary>
/// <param name="Delivered">True if it has taken it.</param>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Fault">What went wrong.</param>
internal sealed record TestCallBody(bool Delivered, int? Status, string? Fault)
{
    public static TestCallBody From(TargetAnswer answer) => new(answer.IsTaken, answer.Status, answer.Fault);
}
