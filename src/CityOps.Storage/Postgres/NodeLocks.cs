using System.Data.Common;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Postgres;

/// <summary>The locks of sessions that say which engines run: one on the city, shared by the nodes of a cluster, and one on each node's name.</summary>
internal static class NodeLocks
{
    /// <summary>The live nodes: those whose name is locked by their session. For <c>WHERE node IN (…)</c>.</summary>
    public const string Live =
        $"""
        SELECT n.node FROM cluster_node n JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND l.classid = ({OfNodes})::BIGINT & 4294967295 AND l.objid = hashtext(n.node)::BIGINT & 4294967295
        """;

    private const string OfCity = "hashtext('cityops ' || coalesce(current_schema(), ''))";
    private const string OfTurns = "hashtext('cityops turns ' || coalesce(current_schema(), ''))";
    private const string OfNodes = "hashtext('cityops nodes ' || coalesce(current_schema(), ''))";

    /// <summary>Waits for its turn: of nodes that start at the same time, each sees how the city's lock stands and not how it is being taken.</summary>
    public static bool WaitForTurn(DbConnection session) => Is(session, $"pg_advisory_lock({OfTurns}) IS NOT NULL");

    public static bool EndTurn(DbConnection session) => Is(session, $"pg_advisory_unlock({OfTurns})");

    public static bool TryCity(DbConnection session, bool shared) =>
        Is(session, $"pg_try_advisory_lock{(shared ? "_shared" : "")}({OfCity})");

    /// <summary>Lets go of the city but for the others that share it.</summary>
    public static bool LetCityGo(DbConnection session) => Is(session, $"pg_advisory_unlock({OfCity})");

    public static bool TryNode(DbConnection session, string node) => Is(session, $"pg_try_advisory_lock({OfNodes}, hashtext(@node))", ("@node", node));

    private static bool Is(DbConnection session, string test, params (string, object?)[] parameters) =>
        session.Scalar($"SELECT CASE WHEN {test} THEN 1 ELSE 0 END", parameters) == 1;
}
