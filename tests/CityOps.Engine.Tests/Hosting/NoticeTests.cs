using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Deadlines;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>From a deadline to the notice in the list and on the handset, on a clock that the test turns.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    /// <summary>A Monday, 09:00 in the city.</summary>
    private static readonly Instant Nine = Instant.FromUtc(2026, 3, 2, 1, 0);

    private static readonly Actor Leader = new("zhang", Roles.Leader);

    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-notices-").FullName;
    private readonly FakeTimeProvider _clock = new(Nine.ToDateTimeOffset());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_storm_of_late_cases_is_one_notice_that_counts_them()
    {
        await using var run = await StartAsync();
        var ids = await ReportAsync(run, 12, "storm");
        _clock.Advance(TimeSpan.FromSeconds(70));
        var later = await ReportAsync(run, 1, "later");

        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(70));
        await ReachAsync(run, ids);
        _clock.Advance(TimeSpan.FromSeconds(70));
        await ReachAsync(run, later);

        var notices = await NoticesAsync(run, n => n.Sum(x => x.Count) == 13);
        Assert.Equal([1, 12], notices.Select(n => n.Count));
        Assert.Equal(
            (new NoticeSubject(NoticeKind.Notify, NoticeTopic.File, "due", LimitPhase.Due), new Recipient(Roles.ShiftLead, null)),
            (notices[1].Subject, notices[1].To));
        Assert.Equal(10, notices[1].Cases.Intersect(ids.Select(i => i.Value)).Count());
        Assert.Equal(
            (Nine + Duration.FromMinutes(15), Nine + Duration.FromMinutes(16)), (notices[1].Due, notices[1].ClosesAt));
        Assert.Equal([later[0].Value], notices[0].Cases);
    }

    [Fact]
    public async Task Notices_are_the_same_when_they_are_made_again()
    {
        IReadOnlyList<NoticeRow> before;
        await using (var run = await StartAsync())
        {
            var ids = await ReportAsync(run, 3, "again");
            _clock.Advance(TimeSpan.FromMinutes(15));
            await ReachAsync(run, ids);
            before = await NoticesAsync(run, n => n is [{ Count: 3 }]);
            await run.ResetFeedsAsync("notices");
        }

        await using var next = await StartAsync();

        var after = await NoticesAsync(next, n => n is [{ Count: 3 }]);
        Assert.Equal(before[0] with { Cases = [] }, after[0] with { Cases = [] });
        Assert.Equal(before[0].Cases, after[0].Cases);
    }

    [Fact]
    public async Task A_request_waits_with_those_who_may_decide_it()
    {
        await using var run = await StartAsync();
        var id = (await ReportAsync(run, 1, "asks"))[0];
        await run.Cases.SendAsync(new FileCase(id, By("file", new Actor("lead", Roles.ShiftLead, "360102")), null, null, null), default);
        await run.Cases.SendAsync(new DispatchCase(id, By("dispatch"), "roads"), default);
        await run.Cases.SendAsync(new AcceptCase(id, By("accept")), default);
        await run.Cases.SendAsync(new AskExtension(id, By("more"), null, "parts"), default);

        var notice = Assert.Single(await NoticesAsync(run, n => n.Count == 1));
        Assert.Equal((NoticeKind.Decide, NoticeTopic.Extension, "360102"), (notice.Subject.Kind, notice.Subject.Topic, notice.To.Jurisdiction));
        Assert.Equal(Roles.Dispatcher | Roles.ShiftLead | Roles.Leader, notice.To.Roles);
    }

    [Fact]
    public async Task A_collector_is_told_when_the_window_has_ended_once_and_not_again_after_a_rebuild()
    {
        string first;
        CaseId id;
        await using (var run = await StartAsync())
        {
            await run.Devices.SendAsync(new ChangeShift("c1", By("on"), true), default);
            id = (await ReportAsync(run, 1, "look"))[0];
            await run.Cases.SendAsync(new VerifyCase(id, By("verify"), null), default);
            await run.Handsets.ToldAsync<GoAndLook>("c1");
            _clock.Advance(TimeSpan.FromMinutes(15));
            await ReachAsync(run, [id]);
            await NoticesAsync(run, n => n is [{ To.Collector: "c1" }]);
            Assert.DoesNotContain(run.Handsets.Sent, s => s.Command is Told);

            _clock.Advance(TimeSpan.FromMinutes(1));

            var told = await run.Handsets.ToldAsync<Told>("c1");
            Assert.Equal((id.Value, Nine + Duration.FromMinutes(16)), (told.Case, told.SentAt));
            Assert.StartsWith("催办：核实将于 2026-03-02 09:30 到期", told.Text.Zh, StringComparison.Ordinal);
            first = told.Id;

            // One that was not yet marked as sent when the engine stops is sent again.
            await Eventually.Is(() => run.Notices.UnsentAsync(told.SentAt, Nine, 9, default), unsent => unsent.Count == 0);
            await run.ResetFeedsAsync("notices");
        }

        await using var next = await StartAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await ReachAsync(next, [id]);
        await NoticesAsync(next, n => n.Count == 2);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotEqual(first, (await next.Handsets.ToldAsync<Told>("c1")).Id);
        Assert.Single(next.Handsets.Sent, s => s.Command is Told);
    }

    private Task<EngineRun> StartAsync() => EngineRun.StartAsync(_directory, city: City, clock: _clock);

    private static CityConfiguration City { get; } = TinyCity.Configuration with
    {
        Escalation = new EscalationPolicy(
            0.75m,
            [
                Rule(ClockStage.File, Step("due", 1, EscalationKind.Notify, Roles.ShiftLead, EscalationScope.Centre)),
                Rule(
                    ClockStage.Verify,
                    Step("half", 0.5m, EscalationKind.Urge, Roles.Collector, EscalationScope.Collector),
                    Step("near", 0.75m, EscalationKind.Urge, Roles.Collector, EscalationScope.Collector)),
            ]),
    };

    private static EscalationRule Rule(ClockStage stage, params EscalationStep[] steps) => new([stage], [], steps);

    private static EscalationStep Step(string id, decimal share, EscalationKind kind, Roles role, EscalationScope where) =>
        new(id, new AtShare(share), [new EscalationAction(kind, role, where)]);

    private static Origin By(string commandId, Actor? by = null) => new(by ?? EngineRun.Everyone, Channel.Console, commandId, Nine);

    private static async Task<CaseId[]> ReportAsync(EngineRun run, int count, string source) => await Task.WhenAll(
        Enumerable.Range(0, count).Select(async i => (await run.ReportAsync(0, $"{source}-{i}")).Id));

    /// <summary>Wakes the cases, as the deadline index does.</summary>
    private async Task ReachAsync(EngineRun run, CaseId[] ids)
    {
        var command = $"reach-{_clock.GetUtcNow():HHmmss}";
        foreach (var id in ids)
        {
            EngineRun.Done(await run.Cases.SendAsync(new ReachDeadline(id, By(command)), default));
        }
    }

    private static async Task<IReadOnlyList<NoticeRow>> NoticesAsync(EngineRun run, Func<IReadOnlyList<NoticeRow>, bool> wanted) =>
        (await Eventually.Is(() => run.Notices.ListAsync(new NoticeQuery(Leader), default), p => wanted(p.Items))).Items;
}
