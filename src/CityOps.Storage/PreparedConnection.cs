using System.Data.Common;

namespace CityOps.Storage;

/// <summary>
/// A connection that keeps its statements: for who runs the same few again and again, since to parse one costs more than to
/// run it. Not thread-safe.
/// </summary>
internal sealed class PreparedConnection(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _statements = [];

    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Statement(sql, parameters).ExecuteNonQuery();

    public long Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Statement(sql, parameters).ExecuteScalar() is long value ? value : 0;

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

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private DbCommand Statement(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = Prepare(sql, parameters);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            statement.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return statement;
    }

    // The SQL is written here in the project; values go in as parameters alone.
#pragma warning disable CA2100
    private DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var statement = connection.CreateCommand();
        statement.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = statement.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            statement.Parameters.Add(parameter);
        }

        statement.Prepare();
        return statement;
    }
#pragma warning restore CA2100
}
