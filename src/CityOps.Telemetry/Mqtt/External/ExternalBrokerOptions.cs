using System.Security.Cryptography.X509Certificates;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>How the engine reaches the city's own broker, and as whom.</summary>
public sealed class ExternalBrokerOptions
{
    /// <summary>Its name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>Who the engine is there; null for nobody.</summary>
    public string? User { get; init; }

    /// <summary>That user's password.</summary>
    public string? Password { get; init; }

    /// <summary>How the connection is encrypted; null for not at all.</summary>
    public ExternalBrokerTls? Tls { get; init; }

    /// <summary>What client names begin with, and the group in which consumers share positions.</summary>
    public required string Group { get; init; }

    /// <summary>How many connections take positions; one more takes everything else.</summary>
    public required int Consumers { get; init; }

    /// <summary>How many messages may be unacknowledged on each connection.</summary>
    public required ushort ReceiveMaximum { get; init; }
}

/// <summary>The certificates of a connection over TLS.</summary>
/// <param name="Authorities">Who may have signed the broker's certificate; empty for those that the machine trusts.</param>
/// <param name="Certificate">By what the engine shows who it is; null for nothing.</param>
public sealed record ExternalBrokerTls(X509Certificate2Collection Authorities, X509Certificate2? Certificate);
