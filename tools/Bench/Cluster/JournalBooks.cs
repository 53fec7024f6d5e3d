using CityOps.Domain.Cases;
using CityOps.Engine.Journal;
using NodaTime;
using Npgsql;

namespace CityOps.Bench.Cluster;

/// <summary>What the journal says of itself, and of what was acknowledged.</summary>
internal static class JournalBooks
{
    private static readonly string[] WhatIsWrong =
    [
        // Each entity's events are 1, 2, 3 …
        "SELECT count(*) FROM (SELECT 1 FROM journal GROUP BY persistence_id HAVING count(*) <> max(sequence_number) OR min(sequence_number) <> 1) AS broken",

        // Who writes an entity follows who wrote it before, and never comes again.
        """
        SELECT count(*) FROM (
            SELECT persistence_id FROM (
                SELECT persistence_id, writer_uuid, lag(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY sequence_number) AS before
                FROM journal) AS rows
            GROUP BY persistence_id
            HAVING count(DISTINCT writer_uuid) <> 1 + count(CASE WHEN before <> writer_uuid THEN 1 END)) AS mixed
        """,
    ];

    /// <summary>Reads it all.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="acknowledged">What was acknowledged before it is read.</param>
    public static async Task<JournalCount> ReadAsync(string connectionString, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        await using var connection = await OpenAsync(connectionString);
        var broken = 0L;
        foreach (var sql in WhatIsWrong)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            broken += (long)(await command.ExecuteScalarAsync() ?? 0L);
        }

        var (acts, steps, states, twice) = (new Dictionary<Acknowledgement, Type>(), new HashSet<object>(), new Dictionary<CaseId, Case>(), 0);
        var (sources, late) = (new HashSet<string>(), Duration.Zero);
        var (stepsTwice, stepsAfter) = (0, 0);
        await foreach (var @event in EventsAsync(connection))
        {
            var before = states.GetValueOrDefault(@event.Case) ?? new Unreported();
            states[@event.Case] = CaseEvolution.Evolve(before, @event);
            switch (@event)
            {
                case DeadlinePassed step:
                    stepsTwice += steps.Add((step.Case, step.Clock, step.Round, step.Step)) ? 0 : 1;
                    stepsAfter += before is KnownCase { Stage: var stage } && stage.IsOpen() ? 0 : 1;
                    late = Duration.Max(late, step.Late);
                    continue;
                case CaseReported { Report.Source: var source }:
                    twice += sources.Add(source) ? 0 : 1;
                    break;
            }

            // What a command only led to is of another type than what it did.
            var act = new Acknowledgement(@event.Case.Value, @event.Stamp.CommandId);
            twice += acts.TryAdd(act, @event.GetType()) || acts[act] != @event.GetType() ? 0 : 1;
        }

        return new JournalCount(
            broken, acknowledged.Count(a => !acts.ContainsKey(a)), twice, steps.Count, stepsTwice, stepsAfter, late, states.Count,
            [.. states.Values.OfType<KnownCase>()]);
    }

    /// <summary>How many cases the list has.</summary>
    public static async Task<long> ListedAsync(string connectionString)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM case_row", connection);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }

    // A session that was kept would not outlive the server's crash.
    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async IAsyncEnumerable<CaseEvent> EventsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT manifest, message FROM journal WHERE persistence_id LIKE 'case-%' ORDER BY persistence_id, sequence_number", connection);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            yield return (CaseEvent)EventCodec.Decode(row.GetString(0), row.GetFieldValue<byte[]>(1));
        }
    }
}

/// <summary>What the journal has.</summary>
/// <param name="Broken">Entities with a gap, or with two writers at once.</param>
/// <param name="Lost">Commands that were acknowledged and are not there.</param>
/// <param name="Twice">Commands and reports that are there twice.</param>
/// <param name="Steps">Deadlines that passed.</param>
/// <param name="StepsTwice">Those that passed twice.</param>
/// <param name="StepsAfter">Those that passed after their case's end.</param>
/// <param name="Late">How late the latest of them was noticed.</param>
/// <param name="Cases">How many cases there are.</param>
/// <param name="States">How each stands.</param>
internal sealed record JournalCount(
    long Broken, int Lost, int Twice, int Steps, int StepsTwice, int StepsAfter, Duration Late, int Cases, IReadOnlyList<KnownCase> States)
{
    /// <summary>How many cases should have decided by themselves by now.</summary>
    public int Overdue(Instant now) => States.Count(s => s.File.Wake <= now);
}
