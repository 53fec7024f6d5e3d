namespace CityOps.Host.Configuration;

/// <summary>The options of a cluster.</summary>
internal sealed class ClusterSection
{
    /// <summary>This node's name among those that run on one database; empty for an engine that is alone.</summary>
    public string Node { get; set; } = "";

    /// <summary>What this node does: gateway, engine or both, with a comma between.</summary>
    public string Roles { get; set; } = "gateway, engine";

    /// <summary>The IP address to listen on for other nodes.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port of the cluster; 0 for a free one.</summary>
    public int Port { get; set; } = 8110;

    /// <summary>The name or address that other nodes reach this one at; empty for Address.</summary>
    public string Host { get; set; } = "";

    public ClusterTlsSection Tls { get; set; } = new();
}

/// <summary>By what nodes know each other.</summary>
internal sealed class ClusterTlsSection
{
    /// <summary>A PEM file with this node's certificate; empty where nodes are on loopback alone.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>A PEM file with its key; empty where that is in the same file.</summary>
    public string Key { get; set; } = "";

    /// <summary>A PEM file with the authority that signs the certificates of all nodes, and of nothing else.</summary>
    public string ClientCa { get; set; } = "";
}
