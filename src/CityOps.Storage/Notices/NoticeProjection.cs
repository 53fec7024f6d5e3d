using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Notices;

/// <summary>The notices, made from the events of cases: those of one window, recipient and subject are one.</summary>
internal sealed class NoticeProjection(StorageOptions options) : IProjection
{
    /// <summary>So many cases are named; the rest is counted.</summary>
    private const int MostNamed = 10;

    private readonly NoticeWindow _window = new(Duration.FromTimeSpan(options.NoticeWindow));

    public string Feed => "notices";

    public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
    {
        var news = events.Select(e => e.Event).OfType<CaseEvent>().ToList();
        var known = Whereabouts(connection, news.Select(e => e.Case.Value).Distinct());
        foreach (var @event in news)
        {
            var before = known.GetValueOrDefault(@event.Case.Value, CaseWhereabouts.Unknown);
            var after = before.After(@event);
            if (after != before)
            {
                Keep(connection, @event.Case, after);
                known[@event.Case.Value] = after;
            }

            foreach (var notice in CaseNotices.Of(@event, after))
            {
                Add(connection, notice);
            }
        }
    }

    public void Clear(PreparedConnection connection) => connection.Execute(
        "DELETE FROM notice; DELETE FROM notice_case; DELETE FROM notice_counted");

    private static Dictionary<string, CaseWhereabouts> Whereabouts(PreparedConnection connection, IEnumerable<string> cases) =>
        connection.Query(
            "SELECT id, centre, department FROM notice_case WHERE id IN (SELECT value FROM json_each(@ids))",
            r => (Id: r.GetString(0), At: new CaseWhereabouts(r.Text(1), r.Text(2))),
            ("@ids", JsonSerializer.Serialize(cases))).ToDictionary(c => c.Id, c => c.At);

    private static void Keep(PreparedConnection connection, CaseId @case, CaseWhereabouts at) => connection.Execute(
        """
        INSERT INTO notice_case VALUES (@id, @centre, @department)
        ON CONFLICT (id) DO UPDATE SET centre = excluded.centre, department = excluded.department
        """,
        ("@id", @case.Value), ("@centre", at.Centre), ("@department", at.Department));

    /// <summary>A case that the notice names or has counted already is not counted again.</summary>
    private void Add(PreparedConnection connection, CaseNotice notice)
    {
        var (subject, to) = (notice.Subject, notice.To);
        var window = _window.StartOf(notice.At);
        var closes = window + _window.Length;
        var isCounted = 0 < connection.Execute(
            $"""
            INSERT INTO notice (id, kind, topic, step, phase, roles, jurisdiction, department, collector, cases, first_cases,
                due_at, first_at, last_at, opened_at, closes_at)
            VALUES (@id, @kind, @topic, @step, @phase, @roles, @jurisdiction, @department, @collector, 1, @case,
                @due, @at, @at, @opens, @closes)
            ON CONFLICT (id) DO UPDATE SET
                cases = notice.cases + 1,
                first_cases = CASE WHEN notice.cases < {MostNamed}
                    THEN notice.first_cases || ',' || excluded.first_cases ELSE notice.first_cases END,
                due_at = min(notice.due_at, excluded.due_at),
                first_at = min(notice.first_at, excluded.first_at),
                last_at = max(notice.last_at, excluded.last_at)
            WHERE instr(notice.first_cases, excluded.first_cases) = 0
                AND NOT EXISTS (SELECT 1 FROM notice_counted WHERE closes_at = @closes AND notice = @id AND id = @case)
            """,
            ("@id", _window.IdOf(notice)), ("@kind", subject.Kind.ToString()), ("@topic", subject.Topic.ToString()),
            ("@step", subject.Step), ("@phase", subject.Phase?.ToString()), ("@roles", (int)to.Roles),
            ("@jurisdiction", to.Jurisdiction ?? ""), ("@department", to.Department), ("@collector", to.Collector),
            ("@case", notice.Case.Value), ("@due", notice.Due?.ToUnixTimeMilliseconds()),
            ("@at", notice.At.ToUnixTimeMilliseconds()), ("@opens", window.ToUnixTimeMilliseconds()),
            ("@closes", closes.ToUnixTimeMilliseconds()));
        if (isCounted)
        {
            Remember(connection, _window.IdOf(notice), notice.Case, closes);
        }
    }

    /// <summary>Keeps the cases that a notice counts and does not name, until the window after its own is over.</summary>
    private void Remember(PreparedConnection connection, string notice, CaseId @case, Instant closes)
    {
        var kept = connection.Execute(
            """
            INSERT INTO notice_counted
            SELECT closes_at, id, @case FROM notice WHERE id = @id AND instr(first_cases, @case) = 0
            """,
            ("@id", notice), ("@case", @case.Value));
        if (kept > 0)
        {
            connection.Execute(
                "DELETE FROM notice_counted WHERE closes_at < @before",
                ("@before", (closes - _window.Length).ToUnixTimeMilliseconds()));
        }
    }
}
