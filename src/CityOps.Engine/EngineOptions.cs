namespace CityOps.Engine;

/// <summary>How this process takes part in the cluster and keeps its entities.</summary>
public sealed class EngineOptions
{
    /// <summary>The address that other nodes reach this one at; loopback by default.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The port of the cluster, 0 for a free one; 8110 by default.</summary>
    public int Port { get; set; } = 8110;

    /// <summary>An entity that heard nothing for so long leaves memory; 2 minutes by default.</summary>
    public TimeSpan PassivateAfter { get; set; } = TimeSpan.FromMinutes(2);
}
