using CityOps.Engine.Ports;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Postgres;

/// <summary>The nodes of a cluster, in a table beside the locks that say which of them live.</summary>
internal sealed class ClusterNodes(StorageOptions options, EngineLock engine, CityDatabases data) : INodes
{
    // "Nodes" as a number: those that come in do so one after the other, so that one alone is the first.
    private const long EntryLock = 0x4E_6F_64_65_73;

    /// <summary>Counts 1 if the node @node is out.</summary>
    public static readonly string IsOut = $"SELECT count(*) FROM cluster_node WHERE node = @node AND state = '{NodeState.Out}'";

    // In milliseconds, for all of them together.
    private const int LongestEnd = 2_000;

    // The first look ends its sessions, the next those that were on their way in; a session that is stuck may outlive some.
    private const int MostLooks = 5;

    public string? Name => options.Node.Length == 0 ? null : options.Node;

    public bool IsFirst => engine.IsFirst;

    public bool IsSure => engine.IsSure;

    public async Task<IReadOnlyList<string>> EnterAsync(NodeAddress self, CancellationToken cancel)
    {
        var others = await UseAsync(connection => connection.Transact(() => Enter(connection, self)), cancel);
        engine.Enter();
        return others;
    }

    public Task EnteredAsync(CancellationToken cancel) => UseAsync(
        connection => connection.Execute(
            $"UPDATE cluster_node SET state = '{NodeState.In}' WHERE node = @node AND state = '{NodeState.Coming}'", ("@node", Name)),
        cancel);

    public Task LeaveAsync(CancellationToken cancel) => UseAsync(
        connection => connection.Execute(
            $"UPDATE cluster_node SET state = '{NodeState.Leaving}' WHERE node = @node AND state = '{NodeState.In}'", ("@node", Name)),
        cancel);

    public Task<IReadOnlyList<string>> LeavingAsync(CancellationToken cancel) => UseAsync<IReadOnlyList<string>>(
        connection => connection.Query(
            $"SELECT address FROM cluster_node WHERE state = '{NodeState.Leaving}' AND node IN ({NodeLocks.Live})", row => row.GetString(0)),
        cancel);

    public Task<bool> HasEndedAsync(NodeAddress node, CancellationToken cancel) => UseAsync(
        connection => connection.Scalar(
            $"SELECT count(*) FROM cluster_node WHERE address = @address AND run = @run AND node IN ({NodeLocks.Live})",
            ("@address", node.Address), ("@run", node.Run)) == 0,
        cancel);

    public Task ShutOutAsync(NodeAddress node, CancellationToken cancel) => UseAsync(connection => ShutOut(connection, node), cancel);

    private List<string> Enter(PreparedConnection connection, NodeAddress self)
    {
        connection.TakeTurn(EntryLock);
        var others = connection.Query(
            $"""
            SELECT address FROM cluster_node
            WHERE state IN ('{NodeState.In}', '{NodeState.Leaving}') AND node <> @node AND node IN ({NodeLocks.Live}) ORDER BY state, node
            """,
            row => row.GetString(0),
            ("@node", Name));
        connection.Execute(
            """
            INSERT INTO cluster_node (node, address, run, state) VALUES (@node, @address, @run, @state)
            ON CONFLICT (node) DO UPDATE SET address = excluded.address, run = excluded.run, state = excluded.state
            """,
            ("@node", Name), ("@address", self.Address), ("@run", self.Run),
            ("@state", (others.Count == 0 ? NodeState.In : NodeState.Coming).ToString()));
        return others;
    }

    /// <summary>
    /// First it is out, then its sessions end, with whatever they are about; a session that it opens after that finds that it is out
    /// (<see cref="PostgresPools"/>). So nothing of it is committed once this returns.
    /// </summary>
    /// <exception cref="StorageException">A session of it does not end; say it again.</exception>
    private static bool ShutOut(PreparedConnection connection, NodeAddress node)
    {
        connection.Execute(
            $"UPDATE cluster_node SET state = '{NodeState.Out}' WHERE address = @address AND run = @run",
            ("@address", node.Address), ("@run", node.Run));
        foreach (var name in connection.Query(
            $"SELECT node FROM cluster_node WHERE address = @address AND run = @run AND state = '{NodeState.Out}'",
            row => row.GetString(0), ("@address", node.Address), ("@run", node.Run)))
        {
            for (var looks = 0; EndSessions(connection, name) > 0; looks++)
            {
                if (looks == MostLooks)
                {
                    throw new StorageException($"A session of the node {name}, which is out, does not end.");
                }
            }
        }

        return true;
    }

    /// <summary>Ends the sessions of a node, and waits for that.</summary>
    /// <returns>How many there were, whether they have ended or not.</returns>
    private static long EndSessions(PreparedConnection connection, string node)
    {
        // All are told before any is waited for, and what is stuck is waited for together: a statement that takes half a minute is given up.
        var sessions = EndSessions(connection, node, "0");
        if (sessions > 0)
        {
            EndSessions(
                connection, node,
                $"greatest(1, {LongestEnd} - (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)::BIGINT)");
        }

        return sessions;
    }

    private static long EndSessions(PreparedConnection connection, string node, string patience) => connection.Scalar(
        $"""
        SELECT count(pg_terminate_backend(pid, {patience})) FROM pg_stat_activity
        WHERE application_name = @sessions AND datname = current_database()
        """,
        ("@sessions", PostgresPools.SessionsOf(node)));

    private Task<T> UseAsync<T>(Func<PreparedConnection, T> use, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = new PreparedConnection(data.Journal.Open());
            return use(connection);
        },
        cancel);
}

/// <summary>How a node stands to the cluster.</summary>
internal enum NodeState
{
    /// <summary>It looks for its way in.</summary>
    Coming,

    /// <summary>It is in, as far as it says itself.</summary>
    In,

    /// <summary>It gives away what it has, and will leave.</summary>
    Leaving,

    /// <summary>The others went on without it.</summary>
    Out,
}

/// <summary>An engine that is alone: on SQLite, or on PostgreSQL without a name for its node.</summary>
internal sealed class NoOtherNodes : INodes
{
    public string? Name => null;

    public bool IsFirst => true;

    public bool IsSure => true;

    public Task<IReadOnlyList<string>> EnterAsync(NodeAddress self, CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task EnteredAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task LeaveAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> LeavingAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<bool> HasEndedAsync(NodeAddress node, CancellationToken cancel) => Task.FromResult(false);

    public Task ShutOutAsync(NodeAddress node, CancellationToken cancel) => Task.CompletedTask;
}
