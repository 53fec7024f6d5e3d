using System.Data.Common;
using System.Globalization;
using System.Text;
using NodaTime;

namespace CityOps.Storage.Databases;

/// <summary>Short forms for statements with named parameters.</summary>
internal static class SqlCalls
{
    public static int Execute(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>One number; 0 where there is none.</summary>
    public static long Scalar(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return Number(command.ExecuteScalar());
    }

    public static List<T> Query<T>(
        this DbConnection connection, string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string? Text(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A time in milliseconds since 1970.</summary>
    public static Instant? Time(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Instant.FromUnixTimeMilliseconds(reader.GetInt64(column));

    // The SQL is written here in the project; values go in as parameters alone.
#pragma warning disable CA2100
    public static DbCommand Command(
        this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = Value(value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
#pragma warning restore CA2100

    /// <summary>A value as columns have it: whole numbers have 64 bits.</summary>
    public static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        int number => (long)number,
        string text => Storable(text),
        _ => value,
    };

    /// <summary>A value of a row in the form in which it goes from one database to another; the converse of columns' own types.</summary>
    public static object Moved(object value) => value switch
    {
        int number => (long)number,
        bool flag => flag ? 1L : 0L,
        string text => Storable(text),
        _ => value,
    };

    public static long Number(object? value) => value switch
    {
        long number => number,
        null or DBNull => 0,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    // PostgreSQL takes no text with the character zero, and its driver none that was cut in the midst of a character: one report that has it
    // would stop a feed for all that come after it.
    private static string Storable(string text)
    {
        var whole = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return whole.Replace('\0', '\uFFFD');
    }
}
