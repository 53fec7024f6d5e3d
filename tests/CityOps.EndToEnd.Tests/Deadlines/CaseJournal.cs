using CityOps.Domain.Cases;
using CityOps.Engine.Journal;
using Microsoft.Data.Sqlite;

namespace CityOps.EndToEnd.Tests.Deadlines;

/// <summary>What the file of the journal has of cases, whether an engine runs on it or not.</summary>
internal static class CaseJournal
{
    /// <summary>The events of every case, in order, with their places in the journal.</summary>
    public static IReadOnlyDictionary<CaseId, List<(long Ordering, CaseEvent Event)>> Read(string home)
    {
        using var connection = Open(home);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT ordering, manifest, message FROM journal WHERE persistence_id LIKE 'case-%' ORDER BY ordering";
        using var row = command.ExecuteReader();
        var cases = new Dictionary<CaseId, List<(long, CaseEvent)>>();
        while (row.Read())
        {
            var @event = (CaseEvent)EventCodec.Decode(row.GetString(1), row.GetFieldValue<byte[]>(2));
            if (!cases.TryGetValue(@event.Case, out var own))
            {
                cases[@event.Case] = own = [];
            }

            own.Add((row.GetInt64(0), @event));
        }

        return cases;
    }

    /// <summary>The highest place so far.</summary>
    public static long Newest(string home)
    {
        using var connection = Open(home);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(ordering), 0) FROM journal";
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private static SqliteConnection Open(string home)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(home, "data/journal.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
