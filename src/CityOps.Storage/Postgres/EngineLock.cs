using System.Data.Common;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CityOps.Storage.Postgres;

/// <summary>
/// Keeps a second engine off a PostgreSQL database, as the lock file keeps it off a directory: a lock of a session, which ends with
/// the process. The nodes of a cluster share it, and each has one on its name beside it. When the server was away, the locks are taken
/// again; an engine that finds one taken by another, or its node shut out, stops.
/// </summary>
internal sealed class EngineLock : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>For so long after a look began, a node may go by it; others take its entities over later than that.</summary>
    private static readonly TimeSpan LookHolds = TimeSpan.FromSeconds(2);

    /// <summary>A server that does not answer in that time is away: its session is left and another one opened.</summary>
    private const int PatienceSeconds = 10;

    private readonly string _connectionString;
    private readonly string? _node;
    private readonly TimeProvider _clock;
    private readonly IHostApplicationLifetime? _lifetime;
    private readonly ILogger<EngineLock> _logger;
    private NpgsqlConnection? _session;
    private (int Process, DateTime StartedAt)? _opened;
    private long _lookedAt;
    private volatile bool _isIn;

    /// <param name="options">Where the database is; without one there is nothing to lock here.</param>
    /// <param name="clock">For the looks.</param>
    /// <param name="logger">Is told when another has the lock.</param>
    /// <param name="lifetime">What is stopped then, with exit code 1; null where a command of the line works alone.</param>
    /// <exception cref="StorageException">Another engine runs on the database, or it cannot be reached.</exception>
    public EngineLock(StorageOptions options, TimeProvider clock, ILogger<EngineLock> logger, IHostApplicationLifetime? lifetime = null)
    {
        (_clock, _logger, _lifetime) = (clock, logger, lifetime);
        _node = options.Node.Length == 0 ? null : options.Node;
        _connectionString = options.ConnectionString.Length == 0 ? "" : OfLocks(options);
        if (_connectionString.Length > 0)
        {
            try
            {
                if (!TryTake(_node is null ? session => NodeLocks.TryCity(session, shared: false) : TryNodeInTurn))
                {
                    throw new StorageException(
                        $"{PostgresDatabase.Name(_connectionString)} is in use: {(_node is null ? "an engine" : $"an engine alone, or another node {_node},")} runs on it.")
                    {
                        IsInUse = true,
                    };
                }

                ComeAgain();
            }
            catch (DbException e)
            {
                throw PostgresDatabase.Unusable(_connectionString, e);
            }

            _lookedAt = clock.GetTimestamp();
        }
    }

    /// <summary>True if no other engine ran on the data when this one started.</summary>
    public bool IsFirst { get; private set; } = true;

    /// <summary>True if the node was not shut out when that was last looked at, and that was a moment ago; always where it is alone.</summary>
    public bool IsSure => _node is null || _clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) < LookHolds;

    /// <summary>The node is on its way into the cluster: from now on it can be shut out.</summary>
    public void Enter() => _isIn = true;

    public override void Dispose()
    {
        base.Dispose();
        _session?.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_connectionString.Length == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(BetweenLooks, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!await Task.Run(IsOurs, CancellationToken.None))
            {
                _logger.AnotherEngine(PostgresDatabase.Name(_connectionString));
                if (_lifetime is not null)
                {
                    // Whoever starts it again must see that nobody told it to end.
                    Environment.ExitCode = 1;
                    _lifetime.StopApplication();
                }

                return;
            }
        }
    }

    private static string OfLocks(StorageOptions options)
    {
        var parts = new NpgsqlConnectionStringBuilder(PostgresDatabase.Valid(options.ConnectionString))
        {
            Pooling = false,
            CommandTimeout = PatienceSeconds,
            ApplicationName = PostgresPools.SessionsOf(options.Node),
        };

        // A machine that lost its power says nothing: the server finds out by itself, within so many seconds. What the city says comes
        // after it and goes: its schema is part of the locks' names, and must be that of the tables.
        parts.Options = $"-c tcp_keepalives_idle=3 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 {parts.Options}";
        return parts.ConnectionString;
    }

    /// <summary>False where another has it, or has shut this node out. While the server is away, nobody has.</summary>
    private bool IsOurs()
    {
        try
        {
            var began = _clock.GetTimestamp();
            if (_session is null && !TryTake(session => NodeLocks.TryCity(session, _node is not null) && (_node is null || NodeLocks.TryNode(session, _node))))
            {
                return false;
            }

            if (_session?.Scalar(_isIn ? ClusterNodes.IsOut : "SELECT 0", ("@node", _node ?? "")) > 0)
            {
                return false;
            }

            Volatile.Write(ref _lookedAt, began);
            return true;
        }
        catch (DbException)
        {
            _session?.Dispose();
            _session = null;
            return true;
        }
    }

    /// <summary>What ran under the node's name before has ended, or its lock would be taken: that it was shut out does not hold for this run.</summary>
    private void ComeAgain()
    {
        if (_node is { } node && _session is { } session && PostgresPools.HasTable(session))
        {
            session.Execute("DELETE FROM cluster_node WHERE node = @node", ("@node", node));
        }
    }

    /// <summary>For itself first, if nobody else has it, and then with the others.</summary>
    private bool TryNodeInTurn(NpgsqlConnection session)
    {
        NodeLocks.WaitForTurn(session);
        IsFirst = NodeLocks.TryCity(session, shared: false);
        var isShared = NodeLocks.TryCity(session, shared: true);
        if (IsFirst)
        {
            NodeLocks.LetCityGo(session);
        }

        NodeLocks.EndTurn(session);
        return isShared && NodeLocks.TryNode(session, _node ?? "");
    }

    /// <summary>
    /// Ends the session that was opened before this one: where the network broke, the server may believe for a while that it is still
    /// there, and what it holds would look like another engine's.
    /// </summary>
    private void Succeed(NpgsqlConnection session)
    {
        if (_opened is { } before)
        {
            session.Execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = @pid AND backend_start = @start",
                ("@pid", before.Process), ("@start", before.StartedAt));
        }

        // Before it asks for the locks: it may have them, and never hear of it.
        _opened = session.Query(
            "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()", r => (r.GetInt32(0), r.GetDateTime(1)))[0];
    }

    private bool TryTake(Func<NpgsqlConnection, bool> take)
    {
        var session = new NpgsqlConnection(_connectionString);
        try
        {
            session.Open();
            Succeed(session);
            if (take(session))
            {
                (_session, session) = (session, null);
            }

            return _session is not null;
        }
        finally
        {
            session?.Dispose();
        }
    }
}
