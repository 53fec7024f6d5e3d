using System.Data.Common;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CityOps.Storage.Postgres;

/// <summary>
/// Keeps a second engine off a PostgreSQL database, as the lock file keeps it off a directory: a lock of a session, which ends with
/// the process. When the server was away, the lock is taken again; an engine that finds it taken by another stops.
/// </summary>
internal sealed class EngineLock : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private readonly string _connectionString;
    private readonly TimeProvider _clock;
    private readonly IHostApplicationLifetime? _lifetime;
    private readonly ILogger<EngineLock> _logger;
    private NpgsqlConnection? _session;

    /// <param name="options">Where the database is; without one there is nothing to lock here.</param>
    /// <param name="clock">For the looks.</param>
    /// <param name="logger">Is told when another has the lock.</param>
    /// <param name="lifetime">What is stopped then; null where a command of the line works alone.</param>
    /// <exception cref="StorageException">Another engine runs on the database, or it cannot be reached.</exception>
    public EngineLock(StorageOptions options, TimeProvider clock, ILogger<EngineLock> logger, IHostApplicationLifetime? lifetime = null)
    {
        (_clock, _logger, _lifetime) = (clock, logger, lifetime);
        _connectionString = options.ConnectionString.Length == 0
            ? ""
            : new NpgsqlConnectionStringBuilder(PostgresDatabase.Valid(options.ConnectionString)) { Pooling = false }.ConnectionString;
        if (_connectionString.Length > 0)
        {
            try
            {
                if (!TryTake())
                {
                    throw new StorageException($"{PostgresDatabase.Name(_connectionString)} is in use: an engine runs on it.")
                    {
                        IsInUse = true,
                    };
                }
            }
            catch (DbException e)
            {
                throw PostgresDatabase.Unusable(_connectionString, e);
            }
        }
    }

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
                _lifetime?.StopApplication();
                return;
            }
        }
    }

    /// <summary>False where another has it. While the server is away, nobody has.</summary>
    private bool IsOurs()
    {
        try
        {
            if (_session is { } session)
            {
                session.Scalar("SELECT 1");
                return true;
            }

            return TryTake();
        }
        catch (DbException)
        {
            _session?.Dispose();
            _session = null;
            return true;
        }
    }

    private bool TryTake()
    {
        var session = new NpgsqlConnection(_connectionString);
        try
        {
            session.Open();
            if (session.Scalar("SELECT CASE WHEN pg_try_advisory_lock(hashtext('cityops ' || coalesce(current_schema(), ''))) THEN 1 ELSE 0 END") == 1)
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
