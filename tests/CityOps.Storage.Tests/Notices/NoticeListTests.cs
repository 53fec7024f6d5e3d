using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Deadlines;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Journal;
using CityOps.Storage.Notices;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Notices;

public class NoticeListTests : IDisposable
{
    private static readonly Actor Whole = new("mayor", Roles.Leader);

    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly FeedStore _feeds;
    private readonly NoticeStore _notices;
    private readonly Dictionary<string, long> _sequences = [];
    private long _ordering;

    public NoticeListTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected NoticeListTests(TemporaryDirectory directory)
    {
        _directory = directory;
        var clock = new FakeTimeProvider();
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        _feeds = new FeedStore(_data, _writer, [new NoticeProjection(_directory.Options)], clock);
        _notices = new NoticeStore(_data, _writer, new JournalReader(JournalDatabase.Of(_data)), clock);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task A_case_is_counted_once_in_a_notice_and_ten_are_named()
    {
        for (var i = 0; i < 25; i++)
        {
            await CommitAsync(Passed($"m-{i}", i, new Notice(EscalationKind.Urge, Roles.Handler, "360102", "roads")));
        }

        await CommitAsync(Passed("m-3", 40, new Notice(EscalationKind.Urge, Roles.Handler, "360102", "roads")));

        var notice = Assert.Single((await ListAsync(Whole)).Items);
        Assert.Equal((25, 10, 10), (notice.Count, notice.Cases.Count, notice.Cases.Distinct().Count()));
        Assert.Equal((Start, Start + Duration.FromSeconds(24)), (notice.FirstAt, notice.LastAt));
        Assert.Equal(Start - Duration.FromSeconds(3624), notice.Due);
    }

    [SkippableFact]
    public async Task A_case_that_is_only_counted_is_counted_once_too()
    {
        var notice = new Notice(EscalationKind.Urge, Roles.Handler, "360102", "roads");
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 14; i++)
            {
                await CommitAsync(Passed($"m-{i}", round, notice));
            }
        }

        Assert.Equal(14, Assert.Single((await ListAsync(Whole)).Items).Count);
        for (var i = 0; i < 14; i++)
        {
            await CommitAsync(Passed($"m-{i}", 150, notice));
        }

        Assert.Equal([14, 14], (await ListAsync(Whole)).Items.Select(n => n.Count));
        using var connection = _data.ReadModel.Open();
        Assert.Equal(4, connection.Scalar("SELECT count(*) FROM notice_counted"));
    }

    [SkippableFact]
    public async Task Everyone_sees_what_is_theirs_and_a_centre_what_is_below_it()
    {
        await CommitAsync(Passed(
            "m-1", 0,
            new Notice(EscalationKind.Raise, Roles.Leader, "3601"),
            new Notice(EscalationKind.Notify, Roles.Dispatcher, "360102"),
            new Notice(EscalationKind.Notify, Roles.ShiftLead, "360102001"),
            new Notice(EscalationKind.Notify, Roles.Dispatcher, "360103"),
            new Notice(EscalationKind.Urge, Roles.Handler, "360102", "roads"),
            new Notice(EscalationKind.Urge, Roles.Collector, "360102", Collector: "c1")));

        Assert.Equal(6, await CountAsync(Whole));
        Assert.Equal(6, await CountAsync(Whole with { Jurisdiction = "3601" }));
        Assert.Equal(4, await CountAsync(Whole with { Jurisdiction = "360102" }));
        Assert.Equal(1, await CountAsync(Whole with { Jurisdiction = "360102001" }));
        Assert.Equal(1, await CountAsync(new Actor("h", Roles.Handler, Department: "roads")));
        Assert.Equal(1, await CountAsync(new Actor("h", Roles.Handler, "360102001", "roads")));
        Assert.Equal(0, await CountAsync(new Actor("h", Roles.Handler, Department: "lights")));
        Assert.Equal(1, await CountAsync(new Actor("c1", Roles.Collector)));
        Assert.Equal(0, await CountAsync(new Actor("c2", Roles.Collector)));
        Assert.Equal(1, await CountAsync(new Actor("c1", Roles.Collector | Roles.Citizen)));
        Assert.Equal(0, await CountAsync(new Actor("c2", Roles.Collector | Roles.Citizen)));
        Assert.Equal(4, await CountAsync(new Actor("c1", Roles.Collector | Roles.Dispatcher, "360102")));
        Assert.Equal(1, await CountAsync(new Actor("h", Roles.Handler | Roles.Leader, "3601", "roads")));
        Assert.Equal(0, await CountAsync(new Actor("h", Roles.Handler)));
        Assert.Equal(0, await CountAsync(new Actor("c1", Roles.Citizen)));
    }

    [SkippableFact]
    public async Task Every_condition_holds_what_it_names_and_nothing_else()
    {
        await CommitAsync(Passed("m-1", 0, new Notice(EscalationKind.Notify, Roles.Leader, "3601")));
        await CommitAsync(Passed("m-2", 300, new Notice(EscalationKind.Urge, Roles.Handler, "360102", "roads")));
        await CommitAsync(Passed("m-3", 600, new Notice(EscalationKind.Urge, Roles.Collector, "360103", Collector: "c1")));

        (NoticeQuery Query, string Source)[] filters =
        [
            (new NoticeQuery(Whole) { Role = Roles.Leader }, "m-1"),
            (new NoticeQuery(Whole) { Jurisdiction = "3601" }, "m-1"),
            (new NoticeQuery(Whole) { Jurisdiction = "360102" }, "m-2"),
            (new NoticeQuery(Whole) { Department = "roads" }, "m-2"),
            (new NoticeQuery(Whole) { Collector = "c1" }, "m-3"),
            (new NoticeQuery(Whole) { From = Start + Duration.FromSeconds(600) }, "m-3"),
        ];
        foreach (var (query, source) in filters)
        {
            var found = Assert.Single((await _notices.ListAsync(query, default)).Items);
            Assert.Equal([IdOf(source).Value], found.Cases);
        }
    }

    [SkippableFact]
    public async Task Pages_neither_skip_nor_repeat()
    {
        for (var i = 0; i < 11; i++)
        {
            await CommitAsync(Passed($"m-{i}", i / 3 * 60, new Notice(EscalationKind.Urge, Roles.Handler, "360102", $"d-{i}")));
        }

        List<NoticeRow> read = [];
        string? after = null;
        do
        {
            var page = await _notices.ListAsync(new NoticeQuery(Whole) { Limit = 3, After = after }, default);
            read.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(11, read.Select(n => n.Id).Distinct().Count());
        Assert.Equal(11, read.Count);
        Assert.Equal(read.Select(n => n.ClosesAt).OrderDescending(), read.Select(n => n.ClosesAt));
        await Assert.ThrowsAsync<InvalidCursorException>(() => _notices.ListAsync(new NoticeQuery(Whole) { After = "!" }, default));
    }

    [SkippableFact]
    public async Task A_notice_goes_to_its_handset_when_its_window_is_over_and_again_only_if_more_cases_come()
    {
        var notice = new Notice(EscalationKind.Urge, Roles.Collector, "360102", Collector: "c1");
        await CommitAsync(Passed("m-1", 0, notice));
        await CommitAsync(Passed("m-2", 0, new Notice(EscalationKind.Urge, Roles.Handler, "360102", "roads")));

        Assert.Empty(await UnsentAsync(59));
        var first = Assert.Single(await UnsentAsync(60));
        await _notices.MarkSentAsync(first, default);
        Assert.Empty(await UnsentAsync(60));

        await CommitAsync(Passed("m-3", 30, notice));
        var grown = Assert.Single(await UnsentAsync(61));
        Assert.Equal((first.Id, 2), (grown.Id, grown.Count));
        await _notices.MarkSentAsync(grown, default);
        await _feeds.ResetAsync("notices", default);
        _sequences.Clear();
        await CommitAsync(Passed("m-1", 0, notice));
        await CommitAsync(Passed("m-3", 30, notice));

        Assert.Empty(await UnsentAsync(61));
        Assert.Empty(await UnsentAsync(60 * 60 * 24));
    }

    private static CaseId IdOf(string source) => CaseId.Of(new LocalDate(2026, 3, 1), Channel.Collector, source);

    private static DeadlinePassed Passed(string source, int second, params Notice[] notices)
    {
        var at = Start + Duration.FromSeconds(second);
        return new DeadlinePassed(
            IdOf(source), StampAt(at), ClockStage.Handle, 1, "late", at, Start - Duration.FromSeconds(3600 + second), Duration.Zero, notices);
    }

    private Task<IReadOnlyList<NoticeRow>> UnsentAsync(int second)
    {
        var now = Start + Duration.FromSeconds(second);
        return _notices.UnsentAsync(now, now - Duration.FromHours(12), 10, default);
    }

    private Task<Page<NoticeRow>> ListAsync(Actor viewer) => _notices.ListAsync(new NoticeQuery(viewer), default);

    private async Task<int> CountAsync(Actor viewer) => (await ListAsync(viewer)).Items.Count;

    private Task CommitAsync(DeadlinePassed passed)
    {
        var sequence = _sequences[passed.Case.Value] = _sequences.GetValueOrDefault(passed.Case.Value) + 1;
        return _feeds.CommitAsync("notices", 0, ++_ordering, [Journalled(_ordering, sequence, passed)], default);
    }
}
