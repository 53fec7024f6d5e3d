using System.Security.Cryptography.X509Certificates;

namespace CityOps.Engine;

/// <summary>How this process takes part in the cluster and keeps its entities.</summary>
public sealed class EngineOptions
{
    /// <summary>The role of a node that has entities and feeds.</summary>
    public const string EngineRole = "engine";

    /// <summary>The role of a node that devices connect to.</summary>
    public const string GatewayRole = "gateway";

    /// <summary>The IP address to listen on for other nodes; loopback by default.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The name or address that other nodes reach this one at; null for <see cref="Address"/>.</summary>
    public string? Host { get; set; }

    /// <summary>The port of the cluster, 0 for a free one; 8110 by default.</summary>
    public int Port { get; set; } = 8110;

    /// <summary>By what nodes know each other; null where they are on loopback alone, without.</summary>
    public NodeTls? Tls { get; set; }

    /// <summary>What the node does; everything by default.</summary>
    public IReadOnlyList<string> Roles { get; set; } = [GatewayRole, EngineRole];

    /// <summary>An entity that heard nothing for so long leaves memory; 2 minutes by default.</summary>
    public TimeSpan PassivateAfter { get; set; } = TimeSpan.FromMinutes(2);
}

/// <summary>Nodes speak with each other over TLS, and each shows a certificate that the city's own authority has signed.</summary>
/// <param name="Certificate">This node's, with its key.</param>
/// <param name="Authorities">Who signs them; no other certificate is taken, whatever the machine trusts.</param>
public sealed record NodeTls(X509Certificate2 Certificate, X509Certificate2Collection Authorities);
