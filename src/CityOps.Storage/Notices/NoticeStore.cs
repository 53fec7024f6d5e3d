using System.Data.Common;
using CityOps.Domain;
using CityOps.Engine;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Lists;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Notices;

/// <summary>Notices from the read model's file.</summary>
internal sealed class NoticeStore(CityDatabases data, ReadModelWriter writer, IJournalReader journal, TimeProvider clock) : INotices
{
    /// <summary>What was sent so long ago is never asked for again, whatever is rebuilt.</summary>
    private static readonly Duration SentKeptFor = Duration.FromDays(7);

    private const string Columns =
        """
        n.id, n.kind, n.topic, n.step, n.phase, n.roles, n.jurisdiction, n.department, n.collector, n.cases, n.first_cases,
        n.due_at, n.first_at, n.last_at, n.closes_at, n.opened_at
        """;

    public async Task<Page<NoticeRow>> ListAsync(NoticeQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        var asOf = await ListTime.OfAsync(data, "notices", journal, clock, cancel);
        return await Task.Run(() => List(query, asOf), cancel);
    }

    public Task<IReadOnlyList<NoticeRow>> UnsentAsync(Instant now, Instant notBefore, int limit, CancellationToken cancel) =>
        Task.Run<IReadOnlyList<NoticeRow>>(
            () =>
            {
                using var connection = data.ReadModel.Open();
                return connection.Query(
                    $"""
                    SELECT {Columns} FROM notice n LEFT JOIN notice_sent s ON s.id = n.id
                    WHERE n.collector IS NOT NULL AND n.closes_at <= @now AND n.closes_at > @notBefore
                        AND n.cases > coalesce(s.cases, 0)
                    ORDER BY n.closes_at, n.id LIMIT @limit
                    """,
                    Row, ("@now", now.ToUnixTimeMilliseconds()), ("@notBefore", notBefore.ToUnixTimeMilliseconds()),
                    ("@limit", limit));
            },
            cancel);

    public Task MarkSentAsync(NoticeRow notice, CancellationToken cancel) => writer.WriteAsync(
        connection =>
        {
            connection.Execute(
                """
                INSERT INTO notice_sent VALUES (@id, @cases, @closes)
                ON CONFLICT (id) DO UPDATE SET cases = max(notice_sent.cases, excluded.cases)
                """,
                ("@id", notice.Id), ("@cases", notice.Count), ("@closes", notice.ClosesAt.ToUnixTimeMilliseconds()));
            connection.Execute(
                "DELETE FROM notice_sent WHERE closes_at < @before",
                ("@before", (notice.ClosesAt - SentKeptFor).ToUnixTimeMilliseconds()));
        },
        cancel);

    private Page<NoticeRow> List(NoticeQuery query, Instant asOf)
    {
        using var connection = data.ReadModel.Open();
        var where = new Conditions();
        OnlyFor(query.Viewer, where);
        where.Add("(n.roles & @role) <> 0", "@role", (int?)query.Role);
        where.Add(
            "n.jurisdiction = @jurisdiction", "@jurisdiction",
            query.Jurisdiction is { } code ? Recipient.CentreOf(code) ?? "" : null);
        where.Add("n.department = @department", "@department", query.Department);
        where.Add("n.collector = @collector", "@collector", query.Collector);
        where.Add("n.last_at >= @from", "@from", query.From?.ToUnixTimeMilliseconds());
        if (query.After is { } after)
        {
            var cursor = Cursor.Parse(after);
            where.Add("(n.opened_at, n.id) < (@key, @id)", "@key", cursor.Key);
            where.Add("true", "@id", cursor.Id);
        }

        where.Add("true", "@limit", query.Limit + 1);
        var rows = connection.Query(
            $"SELECT {Columns} FROM notice n {where} ORDER BY n.opened_at DESC, n.id DESC LIMIT @limit",
            r => (Row: Row(r), OpenedAt: r.GetInt64(15)), where.Parameters);
        return rows.Count > query.Limit
            ? new Page<NoticeRow>(
                [.. rows.Take(query.Limit).Select(r => r.Row)],
                new Cursor(rows[query.Limit - 1].OpenedAt, rows[query.Limit - 1].Row.Id).ToString(), asOf)
            : new Page<NoticeRow>([.. rows.Select(r => r.Row)], null, asOf);
    }

    /// <summary>Somebody who is none of these is told nothing: with no condition at all the list has everybody's.</summary>
    private static void OnlyFor(Actor viewer, Conditions where)
    {
        if (Scope.IsInCentre(viewer))
        {
            where.Add(
                "substr(n.jurisdiction, 1, length(@ownCentre)) = @ownCentre", "@ownCentre", Recipient.CentreOf(viewer.Jurisdiction));
        }
        else if (viewer.IsIn(Roles.Handler) && viewer.Department is { } own)
        {
            // What a department is told may come from a centre above its own.
            where.Add("n.department = @ownDepartment", "@ownDepartment", own);
        }
        else
        {
            where.Add(viewer.IsIn(Roles.Collector) ? "n.collector = @self" : "false", "@self", viewer.Id);
        }
    }

    private static NoticeRow Row(DbDataReader r) => new(
        r.GetString(0),
        new NoticeSubject(
            Enum.Parse<NoticeKind>(r.GetString(1)), Enum.Parse<NoticeTopic>(r.GetString(2)), r.Text(3),
            r.Text(4) is { } phase ? Enum.Parse<LimitPhase>(phase) : null),
        new Recipient((Roles)r.GetInt32(5), r.GetString(6) is { Length: > 0 } centre ? centre : null, r.Text(7), r.Text(8)),
        r.GetInt32(9),
        r.GetString(10).Split(','),
        r.Time(11),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(12)),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(13)),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(14)));
}
