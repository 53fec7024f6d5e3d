using CityOps.Http.Webhooks;

namespace CityOps.Http;

/// <summary>How the HTTP interface behaves.</summary>
public sealed record CityHttpOptions
{
    /// <summary>The largest body, in bytes; of a file what the store takes.</summary>
    public const int BodyLimitBytes = 1024 * 1024;

    /// <summary>
    /// Open access: whoever calls may act in any role, named by the header <c>X-CityOps-Acting</c>. Only for a
    /// demonstration on loopback. False by default: then every call but the health checks needs credentials.
    /// </summary>
    public bool Demo { get; init; }

    /// <summary>How many may read the live stream at the same time; 2,000 by default.</summary>
    public int StreamReaders { get; init; } = 2_000;

    /// <summary>How many streams one key or subject may read at the same time; 100 by default.</summary>
    public int StreamReadersPerCaller { get; init; } = 100;

    /// <summary>Where webhooks may lead.</summary>
    public WebhookOptions Webhooks { get; init; } = new();
    /// <summary>The issuer whose tokens are taken; null for none.</summary>
    public JwtOptions? Jwt { get; init; }

    /// <summary>How much callers may call; null for no limit.</summary>
    public CallLimits? Limits { get; init; }

    /// <summary>The web pages' origins that may call from a browser; none by default.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}

/// <summary>An OIDC issuer, and what its claims are called.</summary>
/// <param name="Authority">Its address: the discovery document is below it.</param>
/// <param name="Audience">What its tokens for this service are for.</param>
public sealed record JwtOptions(string Authority, string Audience)
{
    /// <summary>Who it is; an id.</summary>
    public string IdClaim { get; init; } = "sub";

    /// <summary>The roles: a list, or words with spaces between.</summary>
    public string RolesClaim { get; init; } = "roles";

    /// <summary>The code of the jurisdiction.</summary>
    public string JurisdictionClaim { get; init; } = "jurisdiction";

    /// <summary>The department.</summary>
    public string DepartmentClaim { get; init; } = "department";
}

/// <summary>How much may be called; each may be saved up for so many seconds.</summary>
/// <param name="CallsPerSecond">By one key or subject.</param>
/// <param name="FailuresPerSecond">Without credentials that hold, from one address.</param>
/// <param name="BurstSeconds">How many seconds' worth may come at once.</param>
public sealed record CallLimits(int CallsPerSecond, int FailuresPerSecond, int BurstSeconds);
