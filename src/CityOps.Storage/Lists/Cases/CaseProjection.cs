using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Databases;

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
        connection.Execute("DELETE FROM case_party");
        CaseSql.Of(connection.Dialect).Clear(connection);
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

        if (changes.TryGetValue("department", out var department))
        {
            CaseSql.Of(connection.Dialect).Dispatch(connection, @event.Case.Value, (string?)department);
        }

        connection.Execute(
            $"UPDATE case_row SET {string.Join(", ", changes.Keys.Select(c => $"{c} = @{c}"))} WHERE id = @id",
            [("@id", @event.Case.Value), .. changes.Select(c => ($"@{c.Key}", c.Value))]);
        foreach (var party in CaseParties.Of(@event))
        {
            connection.Execute(
                "INSERT INTO case_party SELECT @party, key FROM case_row WHERE id = @id ON CONFLICT DO NOTHING",
                ("@party", party), ("@id", @event.Case.Value));
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
            .. e.Centre is null ? Array.Empty<(string, object?)>() : [("centre", e.Centre)],
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
            "SELECT max(key) + 1 FROM case_row WHERE key BETWEEN @first AND @last", ("@first", first), ("@last", last)));
        var report = e.Report;
        var added = connection.Execute(
            """
            INSERT INTO case_row (key, id, sequence, stage, kind, category, condition, channel, source, lat, lon, unit_grid, beat,
                description, reporter, observed_at, updated_at, centre, due_at)
            VALUES (@key, @id, @sequence, @stage, @kind, @category, @condition, @channel, @source, @lat, @lon, @unitGrid, @beat,
                @description, @reporter, @observedAt, @updatedAt, @centre, @dueAt)
            ON CONFLICT DO NOTHING
            """,
            ("@key", key), ("@id", e.Case.Value), ("@sequence", sequence), ("@stage", nameof(Stage.Reported)),
            ("@kind", report.Kind.ToString()), ("@category", report.Category), ("@condition", report.Condition),
            ("@channel", report.Channel.ToString()), ("@source", report.Source),
            ("@lat", report.Place.Latitude), ("@lon", report.Place.Longitude),
            ("@unitGrid", report.UnitGrid), ("@beat", report.Beat), ("@description", report.Description),
            ("@reporter", report.Reporter), ("@observedAt", report.ObservedAt.ToUnixTimeMilliseconds()),
            ("@updatedAt", e.Stamp.At.ToUnixTimeMilliseconds()), ("@centre", e.Centre), ("@dueAt", CaseKey.NeverDue));
        if (added > 0)
        {
            CaseSql.Of(connection.Dialect).Add(connection, new FoundCase(
                key, report.Description, places.Of(report.UnitGrid, report.Beat), report.Source, report.Channel == Channel.Collector,
                report.Place, Department: null));
        }
    }

    private void Move(PreparedConnection connection, CaseCorrected e)
    {
        var sql = CaseSql.Of(connection.Dialect);
        foreach (var found in connection.Query(
            "SELECT key, description, source, channel, department FROM case_row WHERE id = @id",
            r => new FoundCase(
                r.GetInt64(0), r.Text(1), places.Of(e.Entry.UnitGrid, e.Entry.Beat), r.GetString(2),
                r.GetString(3) == nameof(Channel.Collector), e.Entry.Place, r.Text(4)),
            ("@id", e.Case.Value)))
        {
            sql.Remove(connection, found.Key);
            sql.Add(connection, found);
        }
    }
}
