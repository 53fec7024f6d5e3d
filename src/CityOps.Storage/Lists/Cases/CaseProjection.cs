using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Lists.Cases;

/// <summary>The list of cases, made from their events, with the words and places by which they are found.</summary>
internal sealed class CaseProjection(PlaceNames places) : IProjection
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
        connection.Execute("DELETE FROM case_place");
        connection.Execute("DELETE FROM case_party");
        connection.Execute("INSERT INTO case_text (case_text) VALUES ('delete-all')");
    }

    private void Apply(PreparedConnection connection, long sequence, CaseEvent @event)
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
            changes["red_at"] = schedule.Due?.ToUnixTimeMilliseconds();
            changes["due_at"] = schedule.Due?.ToUnixTimeMilliseconds() ?? CaseKey.NeverDue;
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
                "INSERT INTO case_party SELECT $party, key FROM case_row WHERE id = $id ON CONFLICT DO NOTHING",
                ("$party", party), ("$id", @event.Case.Value));
        }

        if (@event is CaseCorrected moved)
        {
            Move(connection, moved);
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
        CaseHandled e => [("handled_at", e.Stamp.At.ToUnixTimeMilliseconds())],

        // A closed case keeps its light: red where it was handled late.
        CaseClosed { HandledLate: true } e => [("red_at", e.Stamp.At.ToUnixTimeMilliseconds())],
        _ => [],
    };

    private void Insert(PreparedConnection connection, long sequence, CaseReported e)
    {
        var first = CaseKey.First(e.Stamp.At.ToUnixTimeMilliseconds());
        var last = first + (1L << CaseKey.Bits) - 1;
        var key = Math.Max(first, connection.Scalar(
            "SELECT max(key) + 1 FROM case_row WHERE key BETWEEN $first AND $last", ("$first", first), ("$last", last)));
        var report = e.Report;
        var added = connection.Execute(
            """
            INSERT INTO case_row (key, id, sequence, stage, kind, category, condition, channel, source, lat, lon, unit_grid, beat,
                description, reporter, observed_at, updated_at, centre, due_at)
            VALUES ($key, $id, $sequence, $stage, $kind, $category, $condition, $channel, $source, $lat, $lon, $unitGrid, $beat,
                $description, $reporter, $observedAt, $updatedAt, $centre, $dueAt)
            ON CONFLICT DO NOTHING
            """,
            ("$key", key), ("$id", e.Case.Value), ("$sequence", sequence), ("$stage", nameof(Stage.Reported)),
            ("$kind", report.Kind.ToString()), ("$category", report.Category), ("$condition", report.Condition),
            ("$channel", report.Channel.ToString()), ("$source", report.Source),
            ("$lat", report.Place.Latitude), ("$lon", report.Place.Longitude),
            ("$unitGrid", report.UnitGrid), ("$beat", report.Beat), ("$description", report.Description),
            ("$reporter", report.Reporter), ("$observedAt", report.ObservedAt.ToUnixTimeMilliseconds()),
            ("$updatedAt", e.Stamp.At.ToUnixTimeMilliseconds()), ("$centre", e.Centre), ("$dueAt", CaseKey.NeverDue));
        if (added > 0)
        {
            Find(connection, key, report.Description, report.Source, report.UnitGrid, report.Beat, report.Place);
        }
    }

    private void Move(PreparedConnection connection, CaseCorrected e)
    {
        foreach (var (key, description, source) in connection.Query(
            "SELECT key, description, source FROM case_row WHERE id = $id",
            r => (r.GetInt64(0), r.Text(1), r.GetString(2)), ("$id", e.Case.Value)))
        {
            connection.Execute("DELETE FROM case_text WHERE rowid = $key", ("$key", key));
            connection.Execute("DELETE FROM case_place WHERE key = $key", ("$key", key));
            Find(connection, key, description, source, e.Entry.UnitGrid, e.Entry.Beat, e.Entry.Place);
        }
    }

    /// <summary>Has the row found by its words and its place.</summary>
    private void Find(
        PreparedConnection connection, long key, string? description, string source, string unitGrid, string beat, GeoPoint place)
    {
        connection.Execute(
            "INSERT INTO case_text (rowid, description, place, number) VALUES ($key, $description, $place, $number)",
            ("$key", key), ("$description", SearchWords.Of(description)),
            ("$place", SearchWords.Of(places.Of(unitGrid, beat))), ("$number", SearchWords.Of(source)));
        connection.Execute(
            "INSERT INTO case_place VALUES ($key, $lon, $lon, $lat, $lat)",
            ("$key", key), ("$lon", place.Longitude), ("$lat", place.Latitude));
    }
}
