using CityOps.Engine.Changes;
using NodaTime;

namespace CityOps.Engine.Webhooks;

/// <summary>A subscription of another system: what it is told, and where.</summary>
/// <param name="Id">The id.</param>
/// <param name="Url">Where events are posted to.</param>
/// <param name="Types">Of which events, by <see cref="CaseEventName"/>; empty for all.</param>
/// <param name="Jurisdiction">Only of cases of this centre and below; null for the whole city.</param>
/// <param name="Department">Only of cases of this department; null for all.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="CreatedBy">Who made it.</param>
public sealed record Webhook(
    string Id, Uri Url, IReadOnlyList<string> Types, string? Jurisdiction, string? Department, Instant CreatedAt, string CreatedBy)
{
    /// <summary>What its messages are signed with.</summary>
    public required WebhookSecrets Secrets { get; init; }

    /// <summary>False while nothing is sent: what happens meanwhile is not kept for it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Why it is not enabled.</summary>
    public string? DisabledBecause { get; init; }

    /// <summary>True if the other one leads to the same, for the same.</summary>
    public bool IsLike(Webhook other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Url == other.Url && Types.SequenceEqual(other.Types) && Jurisdiction == other.Jurisdiction && Department == other.Department;
    }

    /// <summary>True if the change is for it.</summary>
    public bool Wants(CaseChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return (Types.Count == 0 || Types.Contains(change.Type)) && change.IsOf(Jurisdiction, Department);
    }
}

/// <summary>A subscription with how its deliveries stand.</summary>
/// <param name="Webhook">The subscription.</param>
/// <param name="Waiting">How many deliveries wait.</param>
/// <param name="Dead">How many were given up.</param>
public sealed record WebhookStanding(Webhook Webhook, int Waiting, int Dead);
