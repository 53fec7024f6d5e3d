using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Lists;

public class CaseListTests : IDisposable
{
    private readonly ListRun _run;
    private long _ordering;

    public CaseListTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected CaseListTests(TemporaryDirectory directory) => _run = new ListRun(directory);

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task A_row_follows_its_case_from_report_to_close()
    {
        var reported = Reported(ReportOf("m-1"), Start);
        var filing = new Filing(CategoryKind.Component, "0137", "2", new TimeLimit(1, LimitClock.WorkingDays));
        CaseEvent[] life =
        [
            reported,
            new CaseFiled(reported.Case, StampAt(Later(1)), filing),
            new CaseDispatched(reported.Case, StampAt(Later(2)), "roads"),
            new CaseAccepted(reported.Case, StampAt(Later(3))),
            new CaseHandled(reported.Case, StampAt(Later(4)), null, []),
            new InspectionBegun(reported.Case, StampAt(Later(5))),
            new CaseClosed(reported.Case, StampAt(Later(6)), "P1", null),
        ];
        Stage[] stages =
            [Stage.Reported, Stage.Filed, Stage.Dispatched, Stage.Handling, Stage.Handled, Stage.Inspecting, Stage.Closed];
        for (var i = 0; i < life.Length; i++)
        {
            await CommitAsync(i + 1, life[i]);
            var row = Assert.Single((await _run.Lists.CasesAsync(new CaseQuery(), default)).Items);
            Assert.Equal((stages[i], i + 1, Later(i)), (row.Stage, row.Sequence, row.UpdatedAt));
        }

        var closed = Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { Stage = Stage.Closed }, default)).Items);
        Assert.Equal(
            new CaseRow(
                reported.Case.Value, 7, Stage.Closed, CategoryKind.Component, "0137", "2", Channel.Collector, "m-1",
                reported.Report.Place, FirstGrid, "P1", "roads", "Loose cover", Start, Start, Later(6)),
            closed);
    }

    [SkippableFact]
    public async Task A_case_that_is_taken_up_again_leaves_the_list_of_its_department()
    {
        var reported = Reported(ReportOf("m-1"), Start);
        await CommitAsync(1, reported);
        await CommitAsync(2, new CaseDispatched(reported.Case, StampAt(Later(1)), "roads"));
        await CommitAsync(3, new CaseClosed(reported.Case, StampAt(Later(2)), "P1", null));
        Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { Department = "roads" }, default)).Items);

        var entry = new GridEntry("P1", FirstGrid, CategoryKind.Incident, "0113", reported.Report.Place, Later(3));
        await CommitAsync(4, new CaseReopened(reported.Case, StampAt(Later(3)), "broken again", entry));

        Assert.Empty((await _run.Lists.CasesAsync(new CaseQuery { Department = "roads" }, default)).Items);
        var row = Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { Stage = Stage.Filed }, default)).Items);
        Assert.Null(row.Department);
    }

    [SkippableTheory]
    [InlineData(5, 10, Light.Green)]
    [InlineData(-5, 10, Light.Yellow)]
    [InlineData(-10, 0, Light.Red)]
    public async Task A_row_shows_its_light_by_the_time_it_is_read(int yellow, int due, Light light)
    {
        var now = Instant.FromDateTimeOffset(new FakeTimeProvider().GetUtcNow());
        var schedule = new Schedule([], null, now + Duration.FromMinutes(yellow), now + Duration.FromMinutes(due));
        await CommitAsync(1, Reported(ReportOf("m-1"), Start) with { Schedule = schedule });

        foreach (var asked in Enum.GetValues<Light>())
        {
            var found = (await _run.Lists.CasesAsync(new CaseQuery { Light = asked }, default)).Items;

            Assert.Equal(asked == light ? (Light[])[light] : [], found.Select(r => r.Light));
        }
    }

    [SkippableFact]
    public async Task A_text_that_a_database_does_not_take_as_it_is_stops_no_list()
    {
        await CommitAsync(1, Reported(ReportOf("m-1") with { Description = "Loose\0cover" }, Start));

        var row = Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { Text = "cover" }, default)).Items);
        Assert.Equal("Loose\uFFFDcover", row.Description);
    }

    [SkippableFact]
    public async Task A_case_that_was_handled_late_stays_red_though_its_limits_have_ended()
    {
        var now = Instant.FromDateTimeOffset(new FakeTimeProvider().GetUtcNow());
        var reported = Reported(ReportOf("m-1"), now);
        await CommitAsync(1, reported);
        await CommitAsync(2, new CaseClosed(reported.Case, StampAt(now), "P1", null, null, HandledLate: true)
        {
            Schedule = new Schedule([], null, null, null),
        });

        var closed = Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { Light = Light.Red }, default)).Items);
        Assert.Equal((Stage.Closed, Light.Red), (closed.Stage, closed.Light));
    }

    [SkippableFact]
    public async Task Every_filter_holds_what_it_names_and_nothing_else()
    {
        var wanted = Reported(
            ReportOf("50%_off") with { UnitGrid = SecondGrid, Beat = "P2", Category = "0136", Place = At(28.7, 115.9) }, Later(60));
        await CommitAsync(1, wanted);
        await CommitAsync(2, new CaseFiled(
            wanted.Case, StampAt(Later(61)), new Filing(CategoryKind.Incident, "0136", "1", new TimeLimit(1, LimitClock.WorkingHours))));
        await CommitAsync(3, new CaseDispatched(wanted.Case, StampAt(Later(62)), "cleaning"));
        await CommitAsync(1, Reported(
            ReportOf("50 percent") with { Channel = Channel.Hotline, Reporter = "360102-002", Description = null }, Start));

        CaseQuery[] filters =
        [
            new() { Stage = Stage.Dispatched },
            new() { Department = "cleaning" },
            new() { Grid = SecondGrid },
            new() { Grid = "P2" },
            new() { Category = "0136" },
            new() { Categories = [(CategoryKind.Component, "0136"), (CategoryKind.Incident, "0136")] },
            new() { Channel = Channel.Collector },
            new() { Collector = "360102-001" },
            new() { From = Later(60) },
            new() { Box = new GeoBox(At(28.65, 115.85), At(28.75, 115.95)) },
            new() { Text = "50%_of" },
            new() { Text = "off" },
            new() { Text = "loose COVER" },
            new() { Text = wanted.Case.Value },
        ];
        foreach (var filter in filters)
        {
            var page = await _run.Lists.CasesAsync(filter, default);
            Assert.True(page.Items is [var only] && only.Id == wanted.Case.Value, $"{filter} found {page.Items.Count}");
        }

        Assert.Equal("50 percent", Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { To = Later(60) }, default)).Items).Source);
        Assert.Empty((await _run.Lists.CasesAsync(new CaseQuery { Collector = "360102-002" }, default)).Items);
        Assert.Empty((await _run.Lists.CasesAsync(new CaseQuery { Department = "cleaning", Stage = Stage.Filed }, default)).Items);
    }

    [SkippableFact]
    public async Task Open_cases_and_others_are_told_apart()
    {
        var (open, refused) = (Reported(ReportOf("m-1"), Start), Reported(ReportOf("m-2"), Start));
        await CommitAsync(1, open);
        await CommitAsync(1, refused);
        await CommitAsync(2, new CaseRefused(refused.Case, StampAt(Later(1)), "P1", "r"));

        Assert.Equal(open.Case.Value, Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { IsOpen = true }, default)).Items).Id);
        Assert.Equal(refused.Case.Value, Assert.Single((await _run.Lists.CasesAsync(new CaseQuery { IsOpen = false }, default)).Items).Id);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_over_reports_of_the_same_moment_neither_skip_nor_repeat(bool oldestFirst)
    {
        for (var i = 0; i < 11; i++)
        {
            await CommitAsync(1, Reported(ReportOf($"m-{i}"), Later(i / 4)));
        }

        List<CaseRow> read = [];
        string? after = null;
        do
        {
            var page = await _run.Lists.CasesAsync(new CaseQuery { Limit = 3, After = after, Ascending = oldestFirst }, default);
            read.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(11, read.Select(r => r.Id).Distinct().Count());
        Assert.Equal(11, read.Count);
        var times = read.Select(r => r.ReportedAt).ToList();
        Assert.Equal(oldestFirst ? times.Order() : times.OrderDescending(), times);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("abcd")]
    [InlineData("MTIz")]
    public async Task A_cursor_that_no_list_gave_out_is_refused(string cursor) => await Assert.ThrowsAsync<InvalidCursorException>(
        () => _run.Lists.CasesAsync(new CaseQuery { After = cursor }, default));

    private static Instant Later(int minutes) => Start + Duration.FromMinutes(minutes);

    private static GeoPoint At(double latitude, double longitude) => GeoPoint.At(latitude, longitude);

    [SkippableTheory]
    [InlineData(Roles.Acceptor, "360102", null, true)]
    [InlineData(Roles.Acceptor, "360103", null, false)]
    [InlineData(Roles.Handler, "360102", "roads", true)]
    [InlineData(Roles.Handler, "360102", "lights", true)]
    [InlineData(Roles.Handler, "360102", "parks", false)]
    [InlineData(Roles.Collector, null, null, true)]
    [InlineData(Roles.Citizen, null, null, false)]
    public async Task A_list_has_what_exists_for_who_asks(Roles roles, string? jurisdiction, string? department, bool exists)
    {
        var reported = Reported(ReportOf("m-1"), Start);
        await CommitAsync(1, reported);
        await CommitAsync(2, new CaseDispatched(reported.Case, StampAt(Later(1)), "lights"));
        await CommitAsync(3, new CaseRedispatched(reported.Case, StampAt(Later(2)), "roads", null));
        var scope = Scope.Of(new Actor("360102-001", roles, jurisdiction, department), Domain.Tests.Cities.Empty);

        var listed = await _run.Lists.CasesAsync(new CaseQuery { Scope = scope, Category = "0113" }, default);

        Assert.Equal(exists, listed.Items.Count == 1);
    }

    private Task CommitAsync(long sequence, CaseEvent @event) =>
        _run.Feeds.CommitAsync("read-model", 0, ++_ordering, [Journalled(_ordering, sequence, @event)], default);
}
