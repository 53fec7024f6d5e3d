using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Lists;

/// <summary>The list of cases, made from their events.</summary>
internal sealed class CaseProjection : IProjection
{
    public string Feed => "read-model";

    public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
    {
        foreach (var journalled in events)
        {
            if (journalled.Event is CaseEvent @event)
            {
                Apply(connection, journalled.Sequence, @event);
            }
        }
    }

    public void Clear(PreparedConnection connection)
    {
        connection.Execute("DELETE FROM case_row");
        connection.Execute("DELETE FROM case_party");
    }

    private static void Apply(PreparedConnection connection, long sequence, CaseEvent @event)
    {
        if (@event is CaseReported reported)
        {
            Insert(connection, sequence, reported);
        }

        // Each column once: what is particular to the event counts over its stage and limits.
        var changes = new Dictionary<string, object?>
        {
            ["sequence"] = sequence,
            ["updated_at"] = @event.Stamp.At.ToUnixTimeMilliseconds(),
        };
        if (CaseEvolution.StageAfter(@event) is { } stage)
        {
            changes["stage"] = stage.ToString();
        }

        if (@event.Schedule is { } schedule)
        {
            changes["yellow_at"] = schedule.Yellow?.ToUnixTimeMilliseconds();
            changes["due_at"] = schedule.Due?.ToUnixTimeMilliseconds();
        }

        foreach (var (column, value) in Particular(@event))
        {
            changes[column] = value;
        }

        connection.Execute(
            $"UPDATE case_row SET {string.Join(", ", changes.Keys.Select(c => $"{c} = ${c}"))} WHERE id = $id",
            [("$id", @event.Case.Value), .. changes.Select(c => ($"${c.Key}", c.Value))]);
        foreach (var party in CaseParties.Of(@event))
        {
            connection.Execute(
                "INSERT INTO case_party VALUES ($party, $id) ON CONFLICT DO NOTHING", ("$party", party), ("$id", @event.Case.Value));
        }
    }

    /// <summary>What the event changes of the list beside stage and limits.</summary>
    private static IEnumerable<(string Column, object? Value)> Particular(CaseEvent @event) => @event switch
    {
        CaseFiled e =>
        [
            ("kind", e.Filing.Kind.ToString()), ("category", e.Filing.Category), ("condition", e.Filing.Condition),
            .. e.Centre is null ? Array.Empty<(string, object?)>() : [("centre", e.Centre)],
        ],
        CaseCorrected e =>
        [
            ("kind", e.Kind.ToString()), ("category", e.Category), ("condition", e.Condition),
            ("lat", e.Entry.Place.Latitude), ("lon", e.Entry.Place.Longitude),
            ("unit_grid", e.Entry.UnitGrid), ("beat", e.Entry.Beat),
        ],
        CaseDelegated e => [("centre", e.Centre)],
        CaseDispatched e => [("department", e.Department)],
        CaseRedispatched e => [("department", e.Department)],
        DisputeRuled e => [("department", e.Department)],
        CaseReopened => [("department", null)],

        // A closed case keeps its light: red where it was handled late.
        CaseClosed { HandledLate: true } e => [("due_at", e.Stamp.At.ToUnixTimeMilliseconds())],
        _ => [],
    };

    private static void Insert(PreparedConnection connection, long sequence, CaseReported e) => connection.Execute(
        """
        INSERT INTO case_row (id, sequence, stage, kind, category, condition, channel, source, lat, lon, unit_grid, beat,
            description, reporter, observed_at, reported_at, updated_at, centre)
        VALUES ($id, $sequence, $stage, $kind, $category, $condition, $channel, $source, $lat, $lon, $unitGrid, $beat,
            $description, $reporter, $observedAt, $reportedAt, $reportedAt, $centre)
        ON CONFLICT DO NOTHING
        """,
        ("$id", e.Case.Value), ("$sequence", sequence), ("$stage", nameof(Stage.Reported)),
        ("$kind", e.Report.Kind.ToString()), ("$category", e.Report.Category), ("$condition", e.Report.Condition),
        ("$channel", e.Report.Channel.ToString()), ("$source", e.Report.Source),
        ("$lat", e.Report.Place.Latitude), ("$lon", e.Report.Place.Longitude),
        ("$unitGrid", e.Report.UnitGrid), ("$beat", e.Report.Beat), ("$description", e.Report.Description),
        ("$reporter", e.Report.Reporter), ("$observedAt", e.Report.ObservedAt.ToUnixTimeMilliseconds()),
        ("$reportedAt", e.Stamp.At.ToUnixTimeMilliseconds()), ("$centre", e.Centre));
}
