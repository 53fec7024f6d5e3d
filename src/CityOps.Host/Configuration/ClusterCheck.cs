using System.Net;
using System.Text.RegularExpressions;
using CityOps.Engine;
using CityOps.Telemetry.Security;
using NodaTime;

namespace CityOps.Host.Configuration;

/// <summary>What is asked of the options of a cluster.</summary>
internal static partial class ClusterCheck
{
    private static readonly string[] Roles = [EngineOptions.GatewayRole, EngineOptions.EngineRole];

    /// <summary>What a node does.</summary>
    public static IReadOnlyList<string> RolesOf(ClusterSection cluster) =>
        cluster.Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>By what nodes know each other, null for nothing; and every fault with the name of its option.</summary>
    public static (NodeTls? Tls, IReadOnlyList<string> Faults) ReadTls(ClusterSection cluster, Instant now)
    {
        var (tls, faults) = new TlsFiles(
            IPAddress.Loopback, cluster.Port, cluster.Tls.Certificate, cluster.Tls.Key, cluster.Tls.ClientCa,
            RequireClientCertificate: false)
        {
            Option = "CityOps:Cluster:Tls:",
        }.Read(now);
        if (tls is { ClientAuthorities.Count: 0 })
        {
            return (null, ["CityOps:Cluster:Tls:ClientCa is empty. Name the authority that signs the certificates of nodes, and of nothing else."]);
        }

        return (tls is null ? null : new NodeTls(tls.Certificate, tls.ClientAuthorities), faults);
    }

    /// <summary>Each a sentence that names the option.</summary>
    public static IEnumerable<string> FaultsOf(CityOpsOptions options)
    {
        var (cluster, roles) = (options.Cluster, RolesOf(options.Cluster));
        if (roles.Count == 0 || roles.Except(Roles).Any())
        {
            yield return $"CityOps:Cluster:Roles is '{cluster.Roles}', but takes gateway, engine, or both with a comma between.";
        }

        if (cluster.Node.Length == 0)
        {
            if (roles.Count < Roles.Length)
            {
                yield return $"CityOps:Cluster:Roles is '{cluster.Roles}', but an engine that is alone does everything. Set CityOps:Cluster:Node, or leave it out.";
            }

            yield break;
        }

        if (!NodeName().IsMatch(cluster.Node))
        {
            yield return $"CityOps:Cluster:Node is '{cluster.Node}', but takes 1 to 40 of A-Z, a-z, 0-9, '.', '_' and '-'.";
        }

        if (options.Storage.ConnectionString.Length == 0)
        {
            yield return "CityOps:Cluster:Node is set, but SQLite has one engine. Set CityOps:Storage:ConnectionString to a PostgreSQL database, or leave it out.";
        }

        if (options.Files.Bucket.Endpoint.Length == 0)
        {
            yield return "CityOps:Cluster:Node is set, but photos that one node takes are asked of any. "
                + "Set CityOps:Files:Bucket:Endpoint to a store that all nodes share, or leave it out.";
        }

        if (options.Mqtt.External.Host.Length == 0)
        {
            yield return "CityOps:Cluster:Node is set, but what a device of one node is told comes from any. "
                + "Set CityOps:Mqtt:External:Host to a broker that all nodes share, or leave it out.";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,40}$")]
    private static partial Regex NodeName();
}
