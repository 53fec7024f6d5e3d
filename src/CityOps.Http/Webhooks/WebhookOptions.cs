namespace CityOps.Http.Webhooks;

/// <summary>Where webhooks may lead.</summary>
public sealed record WebhookOptions
{
    /// <summary>The only hosts that may be targets; one that begins with a dot stands for all below it. Empty: any.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>
    /// True if targets may lie in private networks and on this machine, and be reached without TLS. False by default: then whoever may
    /// subscribe could make the engine knock where they cannot.
    /// </summary>
    public bool PrivateTargets { get; init; }
}
