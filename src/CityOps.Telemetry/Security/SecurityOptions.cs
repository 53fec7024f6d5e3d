namespace CityOps.Telemetry.Security;

/// <summary>Who may connect, and how much they may send.</summary>
public sealed class SecurityOptions
{
    /// <summary>True if a device that logs in and is not in the city's configuration waits for an operator; otherwise it is refused.</summary>
    public bool Quarantine { get; init; }

    /// <summary>The TLS listener; null for none.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>How much is taken.</summary>
    public LimitOptions Limits { get; init; } = new();
}

/// <summary>How much is taken of whom.</summary>
public sealed class LimitOptions
{
    /// <summary>Messages a second of one device, in the long run.</summary>
    public int MessagesPerSecond { get; init; } = 20;

    /// <summary>Messages a second of one gateway, in the long run.</summary>
    public int GatewayMessagesPerSecond { get; init; } = 20_000;

    /// <summary>So many seconds' worth may come at once.</summary>
    public int BurstSeconds { get; init; } = 20;

    /// <summary>Connections in all.</summary>
    public int Connections { get; init; } = 120_000;

    /// <summary>Connections of one user.</summary>
    public int ConnectionsPerUser { get; init; } = 4;
}
