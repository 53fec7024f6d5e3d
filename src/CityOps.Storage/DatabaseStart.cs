using CityOps.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CityOps.Storage;

/// <summary>Waits for a server that is away: where machines start together, the engine may be there before its database.</summary>
public static class DatabaseStart
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Completes once the server answers, be it with a refusal: no waiting mends a wrong password or a database that is not there, and
    /// who opens the data says so. At once on SQLite.
    /// </summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="clock">For the pauses.</param>
    /// <param name="logger">Is told at every try.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="StorageException">The connection string is none.</exception>
    public static async Task WaitAsync(StorageOptions options, TimeProvider clock, ILogger logger, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        if (options.ConnectionString.Length == 0)
        {
            return;
        }

        var connectionString = new NpgsqlConnectionStringBuilder(PostgresDatabase.Valid(options.ConnectionString)) { Pooling = false }.ConnectionString;
        while (await AwayAsync(connectionString, cancel) is { } fault)
        {
            logger.DatabaseAway(PostgresDatabase.Name(connectionString), fault);
            await Task.Delay(BetweenTries, clock, cancel);
        }
    }

    /// <summary>Why the server cannot be reached, as one that starts or has no session left; null if it answers.</summary>
    private static async Task<string?> AwayAsync(string connectionString, CancellationToken cancel)
    {
        await using var session = new NpgsqlConnection(connectionString);
        try
        {
            await session.OpenAsync(cancel);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e.IsTransient ? e.Message : null;
        }
    }
}
