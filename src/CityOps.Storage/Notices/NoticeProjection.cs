using CityOps.Domain.Cases;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Sqlite;
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
        foreach (var @event in events.Select(e => e.Event).OfType<CaseEvent>())
        {
            var before = Whereabouts(connection, @event.Case);
            var after = before.After(@event);
            if (after != before)
            {
                Keep(connection, @event.Case, after);
            }

            foreach (var notice in CaseNotices.Of(@event, after))
            {
                Add(connection, notice);
            }
        }
    }

    public void Clear(PreparedConnection connection) => connection.Execute("DELETE FROM notice; DELETE FROM notice_case");

    private static CaseWhereabouts Whereabouts(PreparedConnection connection, CaseId @case) => connection.Query(
        "SELECT centre, department FROM notice_case WHERE id = $id",
        r => new CaseWhereabouts(r.Text(0), r.Text(1)), ("$id", @case.Value)).FirstOrDefault() ?? CaseWhereabouts.Unknown;

    private static void Keep(PreparedConnection connection, CaseId @case, CaseWhereabouts at) => connection.Execute(
        """
        INSERT INTO notice_case VALUES ($id, $centre, $department)
        ON CONFLICT DO UPDATE SET centre = excluded.centre, department = excluded.department
        """,
        ("$id", @case.Value), ("$centre", at.Centre), ("$department", at.Department));

    /// <summary>A case that the notice names already is not counted again.</summary>
    private void Add(PreparedConnection connection, CaseNotice notice)
    {
        var (subject, to) = (notice.Subject, notice.To);
        var window = _window.StartOf(notice.At);
        connection.Execute(
            $"""
            INSERT INTO notice (id, kind, topic, step, phase, roles, jurisdiction, department, collector, cases, first_cases,
                due_at, first_at, last_at, opened_at, closes_at)
            VALUES ($id, $kind, $topic, $step, $phase, $roles, $jurisdiction, $department, $collector, 1, $case,
                $due, $at, $at, $opens, $closes)
            ON CONFLICT DO UPDATE SET
                cases = cases + 1,
                first_cases = CASE WHEN cases < {MostNamed} THEN first_cases || ',' || excluded.first_cases ELSE first_cases END,
                due_at = min(due_at, excluded.due_at),
                first_at = min(first_at, excluded.first_at),
                last_at = max(last_at, excluded.last_at)
            WHERE instr(first_cases, excluded.first_cases) = 0
            """,
            ("$id", _window.IdOf(notice)), ("$kind", subject.Kind.ToString()), ("$topic", subject.Topic.ToString()),
            ("$step", subject.Step), ("$phase", subject.Phase?.ToString()), ("$roles", (int)to.Roles),
            ("$jurisdiction", to.Jurisdiction ?? ""), ("$department", to.Department), ("$collector", to.Collector),
            ("$case", notice.Case.Value), ("$due", notice.Due?.ToUnixTimeMilliseconds()),
            ("$at", notice.At.ToUnixTimeMilliseconds()), ("$opens", window.ToUnixTimeMilliseconds()),
            ("$closes", (window + _window.Length).ToUnixTimeMilliseconds()));
    }
}
