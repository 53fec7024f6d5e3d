using CityOps.Http.Webhooks;

namespace CityOps.Http;

/// <summary>How the HTTP interface behaves.</summary>
public sealed record CityHttpOptions
{
    /// <summary>
    /// Open access: whoever calls may act in any role, named by the header <c>X-CityOps-Acting</c>. Only for a
    /// demonstration on loopback. False by default: then every call but the health checks needs credentials.
    /// </summary>
    public bool Demo { get; init; }

    /// <summary>How many may read the live stream at the same time; 2,000 by default.</summary>
    public int StreamReaders { get; init; } = 2_000;

    /// <summary>Where webhooks may lead.</summary>
    public WebhookOptions Webhooks { get; init; } = new();
}
