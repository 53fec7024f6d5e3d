using CityOps.Engine.Changes;
using NodaTime;

namespace CityOps.Engine.Webhooks;

/// <summary>A change that one subscription is to be told.</summary>
/// <param name="Number">Its number in the outbox.</param>
/// <param name="Webhook">The subscription.</param>
/// <param name="Change">What it is told; without the case before the change.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="FirstTriedAt">When it was first tried in vain.</param>
/// <param name="Fault">What went wrong the last time.</param>
public sealed record Delivery(long Number, string Webhook, CaseChange Change, int Attempts, Instant? FirstTriedAt, string? Fault);

/// <summary>What the target has answered.</summary>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Fault">What went wrong; null where nothing did.</param>
public sealed record TargetAnswer(int? Status, string? Fault)
{
    /// <summary>True if the target has taken it.</summary>
    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>True if the target wants no more of them (HTTP 410).</summary>
    public bool IsGone => Status == 410;
}

/// <summary>What becomes of a delivery after it was tried.</summary>
public abstract record DeliveryFate(Delivery Delivery)
{
    /// <summary>The target has it.</summary>
    public sealed record Delivered(Delivery Delivery) : DeliveryFate(Delivery);

    /// <summary>It is tried again.</summary>
    public sealed record Retried(Delivery Delivery, Instant At, Instant Due, string Fault) : DeliveryFate(Delivery);

    /// <summary>It is given up.</summary>
    public sealed record Buried(Delivery Delivery, Instant At, string Fault) : DeliveryFate(Delivery);

    /// <summary>It waits, and the subscription ends: the target wants no more.</summary>
    public sealed record Refused(Delivery Delivery) : DeliveryFate(Delivery);
}
