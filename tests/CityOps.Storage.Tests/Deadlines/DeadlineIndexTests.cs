using System.Collections.Immutable;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Engine.Deadlines;
using CityOps.Engine.Ports;
using CityOps.Storage.Deadlines;
using CityOps.Storage.Feeds;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Deadlines;

public class DeadlineIndexTests : IDisposable
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;
    private readonly FeedStore _feed;
    private readonly DeadlineIndex _index;
    private long _ordering;

    public DeadlineIndexTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected DeadlineIndexTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
        _feed = new FeedStore(_data, _writer, [new DeadlineProjection()], new FakeTimeProvider());
        _index = new DeadlineIndex(_data, _writer);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task An_entry_follows_the_events_of_its_case()
    {
        var reported = Reported(ReportOf("m-1"), Start) with { Schedule = Due(Start + Hour, "1") };
        await CommitAsync((1, reported));
        Assert.Equal(new Deadline(Id(reported), Start + Hour, "1", FirstGrid, 1), await FindAsync(reported));

        // Another clock by a newer calendar: the older one is still open, and still to be computed anew.
        await CommitAsync((2, new CaseUrged(reported.Case, StampAt(Start), "roads", null)));
        await CommitAsync((3, new SimilarFound(reported.Case, StampAt(Start), []) { Schedule = Due(Start + 2 * Hour, "2") }));
        Assert.Equal(new Deadline(Id(reported), Start + 2 * Hour, "1", FirstGrid, 3), await FindAsync(reported));

        await CommitAsync((4, new DeadlinesRecomputed(reported.Case, StampAt(Start), []) { Schedule = Due(null, "2") }));
        Assert.Equal(new Deadline(Id(reported), null, "2", FirstGrid, 4), await FindAsync(reported));

        await CommitAsync((5, new CaseCancelled(reported.Case, StampAt(Start), "P1", "a drill")));
        Assert.Null(await FindAsync(reported));
    }

    [SkippableFact]
    public async Task Events_at_once_come_to_the_same_as_one_after_the_other()
    {
        var id = Reported(ReportOf("m-1"), Start).Case;
        (long, CaseEvent)[] events =
        [
            (1, Reported(ReportOf("m-1"), Start) with { Schedule = Due(Start, "1") }),
            (2, new CaseCancelled(id, StampAt(Start), "P1", "a drill")),
            (3, new SimilarFound(id, StampAt(Start), []) { Schedule = Due(Start + Hour, "2") }),
            (4, new CaseUrged(id, StampAt(Start), "roads", null)),
        ];

        await CommitAsync(events);

        Assert.Equal(new Deadline($"case-{id}", Start + Hour, "2", null, 3), Assert.Single(await _index.FindAsync([$"case-{id}"], default)));
    }

    [SkippableFact]
    public async Task A_due_time_is_rounded_up_to_a_tick()
    {
        var reported = Reported(ReportOf("m-1"), Start) with { Schedule = Due(Start + Duration.FromNanoseconds(1), "1") };
        await CommitAsync((1, reported));

        Assert.Equal(Start + Duration.FromTicks(1), (await FindAsync(reported))?.Due);
    }

    [SkippableFact]
    public async Task The_earliest_of_a_slice_come_in_due_order_and_page_by_page()
    {
        var reports = Enumerable.Range(0, 100)
            .Select(i => Reported(ReportOf($"m-{i}"), Start) with { Schedule = Due(Start + (i * 7 % 10 * Hour), "1") }).ToList();
        await CommitAsync([.. reports.Select(r => (1L, (CaseEvent)r))]);

        for (var slice = 0; slice < DeadlineSlices.Count; slice++)
        {
            var read = new List<Deadline>();
            while (await _index.EarliestAsync(slice, read.LastOrDefault(), 7, default) is { Count: > 0 } page)
            {
                read.AddRange(page);
            }

            var wanted = reports.Where(r => DeadlineSlices.Of(Id(r)) == slice).OrderBy(r => r.Schedule?.Wake)
                .ThenBy(Id, StringComparer.Ordinal).Select(Id);
            Assert.Equal(wanted, read.Select(e => e.Entity));
            Assert.Equal(read.Select(e => e.Entity).Order(StringComparer.Ordinal), (await _index.AllAsync(slice, "", 100, default)).Select(e => e.Entity));
            var survey = await _index.SurveyAsync(slice, Start + 4 * Hour, default);
            Assert.Equal((read.Count, read.Count(e => e.Due <= Start + 4 * Hour), read[0].Due), ((int)survey.Pending, (int)survey.DueNow, survey.Oldest));
        }
    }

    [SkippableFact]
    public async Task What_the_case_said_corrects_the_entry_unless_the_index_has_heard_of_more()
    {
        var reported = Reported(ReportOf("m-1"), Start) with { Schedule = Due(Start, "1") };
        await CommitAsync((3, reported));
        var entry = new Deadline(Id(reported), Start + Hour, "2", FirstGrid, 2);

        await _index.CorrectAsync(entry, default);
        Assert.Equal(Start, (await FindAsync(reported))?.Due);

        await _index.CorrectAsync(entry with { Sequence = 3 }, default);
        Assert.Equal((Start + Hour, "2"), ((await FindAsync(reported))?.Due, (await FindAsync(reported))?.Calendar));

        await _index.CorrectAsync(entry with { Sequence = 4, Due = null, Calendar = null }, default);
        Assert.Null(await FindAsync(reported));
    }

    private async Task<Deadline?> FindAsync(CaseEvent of) => (await _index.FindAsync([Id(of)], default)).SingleOrDefault();

    private Task CommitAsync(params (long Sequence, CaseEvent Event)[] events) => _feed.CommitAsync(
        "deadlines", 0, _ordering += events.Length, [.. events.Select(e => Journalled(_ordering, e.Sequence, e.Event))], default);

    private static string Id(CaseEvent @event) => $"case-{@event.Case}";

    private static Schedule Due(Instant? wake, string calendar) => new(
        [new CaseClock(ClockStage.File, 1, StageClock.Start(new TimeLimit(1, LimitClock.ContinuousHours), Start), calendar)], wake, null, null);
}
