using System.Data;
using System.Data.Common;

namespace CityOps.Storage.Databases;

/// <summary>
/// A connection that keeps its statements: for who runs the same few again and again, since to parse one costs more than to
/// run it. Not thread-safe.
/// </summary>
internal sealed class PreparedConnection(DbConnection connection) : IDisposable
{
    private const int AtOnce = 250;

    private readonly Dictionary<string, DbCommand> _statements = [];

    public Dialect Dialect { get; } = Dialect.Of(connection);

    /// <summary>False where the server has gone, as far as anybody has noticed.</summary>
    public bool IsOpen => connection.State == ConnectionState.Open;

    /// <summary>True while a statement may take as long as it takes; else PostgreSQL's driver gives it up after half a minute.</summary>
    public bool IsPatient { get; set; }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Statement(sql, parameters).ExecuteNonQuery();

    /// <summary>The same statement for row after row; a server is sent some hundred of them at once.</summary>
    public void ExecuteEach(string sql, IEnumerable<(string Name, object? Value)[]> rows)
    {
        if (!connection.CanCreateBatch)
        {
            foreach (var row in rows)
            {
                Execute(sql, row);
            }

            return;
        }

        foreach (var some in rows.Chunk(AtOnce))
        {
            using var batch = connection.CreateBatch();
            foreach (var row in some)
            {
                batch.BatchCommands.Add(Command(batch.CreateBatchCommand(), sql, row));
            }

            batch.ExecuteNonQuery();
        }
    }

    /// <summary>One number; 0 where there is none.</summary>
    public long Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        SqlCalls.Number(Statement(sql, parameters).ExecuteScalar());

    public List<T> Query<T>(
        string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Statement(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>
    /// Lets transactions that name the same turn come one after the other, over all nodes: what is read from here on has what the one
    /// before has written. It ends with the transaction. Cities that share a database, each in a schema, have turns of their own. SQLite has
    /// one writer anyway.
    /// </summary>
    public void TakeTurn(long turn)
    {
        if (Dialect == Dialect.Postgres)
        {
            Scalar(
                """
                SELECT count(*) FROM (
                    SELECT pg_advisory_xact_lock(hashtextextended('cityops ' || coalesce(current_schema(), ''), @turn))) AS taken
                """,
                ("@turn", turn));
        }
    }

    /// <summary>The turn of a name among those of its kind, which begin at a number of their own.</summary>
    public static long TurnOf(long kind, string name) => name.Aggregate(kind, (turn, letter) => unchecked((turn * 31) + letter));

    /// <summary>Runs the work in its turn, in one transaction on a connection of its own, which is closed after it.</summary>
    public static T InTurn<T>(DbConnection connection, long turn, Func<PreparedConnection, T> work)
    {
        using var own = new PreparedConnection(connection);
        return own.Transact(() =>
        {
            own.TakeTurn(turn);
            return work(own);
        });
    }

    /// <summary>Runs the work in one transaction; what it throws leaves nothing behind.</summary>
    public T Transact<T>(Func<T> work)
    {
        Execute(Dialect.Begin);
        try
        {
            var result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            if (IsOpen)
            {
                Undo();
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private void Undo()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // A connection that breaks takes its transaction with it.
        }
    }

    private static DbBatchCommand Command(DbBatchCommand command, string sql, (string Name, object? Value)[] row)
    {
        command.CommandText = sql;
        foreach (var (name, value) in row)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, SqlCalls.Value(value));
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private DbCommand Statement(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = connection.Command(sql, parameters);

            // PostgreSQL's driver prepares by itself what comes again, whatever types its values have.
            if (Dialect == Dialect.Sqlite)
            {
                statement.Prepare();
            }
            else if (IsPatient)
            {
                statement.CommandTimeout = 0;
            }

            return statement;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            statement.Parameters[i].Value = SqlCalls.Value(parameters[i].Value);
        }

        return statement;
    }
}
