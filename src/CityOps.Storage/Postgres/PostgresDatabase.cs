using System.Data.Common;
using CityOps.Storage.Databases;
using Npgsql;

namespace CityOps.Storage.Postgres;

/// <summary>
/// Some tables of a PostgreSQL database, with their numbered schema steps. All parts share the connections of the process: a pool for
/// either promise, each of at most <see cref="MostConnections"/> unless the connection string says another number.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>So many connections has a pool of an engine.</summary>
    public const int MostConnections = 40;

    // "CityOps" as a number: whoever changes the schema waits for others that do.
    private const long MigrationLock = 0x43_69_74_79_4F_70_73;

    // A network that breaks tells the server nothing: the transaction of a session whose engine has gone would stay open for hours, and
    // whoever writes the same rows would wait for it. What the connection string says comes after it, and goes.
    private const string Forsaken =
        "-c idle_in_transaction_session_timeout=15s -c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    private readonly string _durable;
    private readonly string _relaxed;
    private readonly CommitPromise _promise;
    private readonly string _node;

    /// <param name="connectionString">As Npgsql takes it: https://www.npgsql.org/doc/connection-string-parameters.html.</param>
    /// <param name="part">The name under which the version of these tables is kept.</param>
    /// <param name="promise">What a commit survives.</param>
    /// <param name="steps">The schema: step n leads from version n to n + 1. Append only.</param>
    /// <param name="node">The node whose sessions these are; empty for an engine that is alone.</param>
    /// <exception cref="StorageException">The server cannot be reached or refuses, or the schema is of a newer version.</exception>
    public PostgresDatabase(string connectionString, string part, CommitPromise promise, IReadOnlyList<string> steps, string node = "")
    {
        (_promise, _node) = (promise, node);
        (_durable, _relaxed) = (With(connectionString, "on", node), With(connectionString, "off", node));
        try
        {
            // A step goes through a million cases, and who comes second waits for who is at it.
            using var connection = new PreparedConnection(Open(CommitPromise.PowerCut)) { IsPatient = true };
            MustFit(connection, connectionString);
            connection.Transact(() => Migrate(connection, part, steps));
        }
        catch (DbException e)
        {
            throw Unusable(connectionString, e);
        }
    }

    /// <summary>Says what is wrong with the server, and what to do.</summary>
    public static StorageException Unusable(string connectionString, DbException e) =>
        new($"{Name(connectionString)} cannot be used: {e.Message} {Advice(e)}", e);

    /// <summary>The connection string, if it is one.</summary>
    /// <exception cref="StorageException">It is none.</exception>
    public static string Valid(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw new StorageException($"CityOps:Storage:ConnectionString: {e.Message}", e);
        }
    }

    /// <summary>Where the database is, without who logs in and with what.</summary>
    /// <exception cref="StorageException">The connection string is none.</exception>
    public static string Name(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(Valid(connectionString));
        return $"The PostgreSQL database {parts.Database} at {parts.Host}:{parts.Port}";
    }

    /// <summary>How many sessions a pool has at most.</summary>
    public int MostSessions => new NpgsqlConnectionStringBuilder(_durable).MaxPoolSize;

    public override DbConnection Open() => Open(_promise);

    public override DbConnection Open(CommitPromise promise) =>
        PostgresPools.Open(promise == CommitPromise.PowerCut ? _durable : _relaxed, _node);

    private static string With(string connectionString, string synchronousCommit, string node)
    {
        var parts = new NpgsqlConnectionStringBuilder(Valid(connectionString));

        void Default(string name, object value)
        {
            if (!parts.ShouldSerialize(name))
            {
                parts[name] = value;
            }
        }

        Default("Maximum Pool Size", MostConnections);
        Default("Max Auto Prepare", 200);
        Default("Auto Prepare Min Usages", 2);
        Default("Keepalive", 15);

        // By this name the other nodes end the sessions of one that they go on without.
        parts.ApplicationName = node.Length == 0 ? parts.ApplicationName ?? PostgresPools.SessionsOf(node) : PostgresPools.SessionsOf(node);

        // To compile a statement takes the server longer than any of ours takes to run.
        parts.Options = $"{Forsaken} {parts.Options} -c synchronous_commit={synchronousCommit} -c jit=off";
        return parts.ConnectionString;
    }

    private static void MustFit(PreparedConnection connection, string connectionString)
    {
        var (encoding, schema) = connection.Query(
            "SELECT current_setting('server_encoding'), current_schema()", r => (r.GetString(0), r.Text(1)))[0];
        if (encoding != "UTF8")
        {
            throw new StorageException($"{Name(connectionString)} keeps texts as {encoding}. Make one with the encoding UTF8.");
        }

        if (schema is null)
        {
            throw new StorageException($"{Name(connectionString)} has no schema of the search path. Make it (CREATE SCHEMA), or leave Search Path out.");
        }
    }

    private static int Migrate(PreparedConnection connection, string part, IReadOnlyList<string> steps)
    {
        connection.TakeTurn(MigrationLock);
        connection.Execute(PostgresSchemas.Common);
        var version = connection.Scalar("SELECT version FROM schema_version WHERE part = @part", ("@part", part));
        if (version > steps.Count)
        {
            throw new StorageException(
                $"The tables of {part} have schema {version}, newer than this program's {steps.Count}. Start a newer version of CityOps.");
        }

        for (var step = (int)version; step < steps.Count; step++)
        {
            connection.Execute(steps[step]);
        }

        return connection.Execute(
            "INSERT INTO schema_version VALUES (@part, @version) ON CONFLICT (part) DO UPDATE SET version = excluded.version",
            ("@part", part), ("@version", steps.Count));
    }

    // The codes are PostgreSQL's: https://www.postgresql.org/docs/current/errcodes-appendix.html.
    private static string Advice(DbException e) => e.SqlState switch
    {
        "28P01" or "28000" => "See to the user and the password in CityOps:Storage:ConnectionString.",
        "3D000" => "Make the database first (createdb).",
        "42501" => "Let this user make tables in it.",
        _ => "See that the server runs, and that CityOps:Storage:ConnectionString is right.",
    };
}
