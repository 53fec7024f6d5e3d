using System.Collections.Concurrent;
using CityOps.Storage.Databases;
using Npgsql;

namespace CityOps.Storage.Postgres;

/// <summary>The sessions of this process with servers: one pool for each connection string. Thread-safe.</summary>
internal static class PostgresPools
{
    private static readonly ConcurrentDictionary<(string ConnectionString, string Node), NpgsqlDataSource> Pools = new();

    /// <summary>What the sessions of a node call themselves.</summary>
    public static string SessionsOf(string node) => node.Length == 0 ? "cityops" : $"cityops {node}";

    /// <summary>A session that is open; one that a node opens anew is refused once the node is out.</summary>
    /// <exception cref="System.Data.Common.DbException">The server cannot be reached, refuses, or the node is out.</exception>
    public static NpgsqlConnection Open(string connectionString, string node)
    {
        if (node.Length > 0)
        {
            return Pools.GetOrAdd((connectionString, node), Make).OpenConnection();
        }

        var connection = new NpgsqlConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static NpgsqlDataSource Make((string ConnectionString, string Node) of)
    {
        var source = new NpgsqlDataSourceBuilder(of.ConnectionString);
        source.UsePhysicalConnectionInitializer(
            connection => MustBeIn(connection, of.Node),
            connection =>
            {
                MustBeIn(connection, of.Node);
                return Task.CompletedTask;
            });
        return source.Build();
    }

    /// <summary>False for the very first sessions of a city, which make the table of nodes.</summary>
    public static bool HasTable(NpgsqlConnection connection) =>
        connection.Scalar("SELECT count(*) FROM pg_class WHERE oid = to_regclass('cluster_node')") > 0;

    private static void MustBeIn(NpgsqlConnection connection, string node)
    {
        if (HasTable(connection) && connection.Scalar(ClusterNodes.IsOut, ("@node", node)) > 0)
        {
            throw new NpgsqlException($"The other nodes went on without the node {node}: it writes nothing any more.");
        }
    }
}
