using CityOps.Domain.Cases;
using NodaTime;
using Npgsql;

namespace CityOps.Bench.Cluster;

/// <summary>What the journal says of itself, and of what was acknowledged.</summary>
internal static class JournalBooks
{
    /// <summary>Reads it all.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="acknowledged">What was acknowledged before it is read.</param>
    public static async Task<JournalCount> ReadAsync(string connectionString, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        await using var connection = await JournalRows.OpenAsync(connectionString);
        var (gaps, mixed) = await JournalRows.FaultsAsync(connection);
        var (acts, steps, states, twice) = (new Dictionary<Acknowledgement, Type>(), new HashSet<object>(), new Dictionary<CaseId, Case>(), 0);
        var (sources, late) = (new HashSet<string>(), Duration.Zero);
        var (stepsTwice, stepsAfter) = (0, 0);
        await foreach (var @event in JournalRows.EventsOfCasesAsync(connection))
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
            gaps + mixed, acknowledged.Count(a => !acts.ContainsKey(a)), twice, steps.Count, stepsTwice, stepsAfter, late, states.Count,
            [.. states.Values.OfType<KnownCase>()]);
    }

    /// <summary>How many cases the list has.</summary>
    public static async Task<long> ListedAsync(string connectionString)
    {
        await using var connection = await JournalRows.OpenAsync(connectionString);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM case_row", connection);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
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
