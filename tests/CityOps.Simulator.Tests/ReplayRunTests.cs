using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Replay;
using NodaTime;

namespace CityOps.Simulator.Tests;

public sealed class ReplayRunTests
{
    private static readonly Patience Patience = Patience.Of(TimeSpan.FromSeconds(30));

    [Fact]
    public async Task Every_request_becomes_one_case_and_every_fix_is_in_the_track()
    {
        await using var engine = await StandIn.StartAsync();
        var tally = await ReplayAsync(engine, Plan(), acknowledged: null);
        Assert.False(tally.HasFailures, string.Join('\n', tally.Lines));
        Assert.Equal((40, 40), (tally.Of("report", Outcome.Sent), tally.Of("report", Outcome.Accepted)));
        Assert.Equal((150, 150), (tally.Of("position", Outcome.Sent), tally.Of("position", Outcome.Accepted)));
        Assert.Equal((1, 1), (tally.Of("jt808", Outcome.Accepted), tally.Of("jt808", Outcome.Skipped)));
        Assert.Equal(41, tally.Of(Verification.Kind, Outcome.Accepted));
        Assert.Contains(engine.Published, message =>
            message.Topic == "cityops/v1/vehicles/013808358246/jt808" && message.Payload is [0x7E, .., 0x7E]);
    }

    [Fact]
    public async Task A_second_replay_changes_nothing_and_says_so()
    {
        await using var engine = await StandIn.StartAsync();
        await ReplayAsync(engine, Plan(), acknowledged: null);
        var before = engine.Cases.Select(found => found.Id).Order().ToArray();
        var tally = await ReplayAsync(engine, Plan(), acknowledged: null);
        Assert.Equal(40, tally.Of("report", Outcome.Duplicate));
        Assert.Equal(before, engine.Cases.Select(found => found.Id).Order());
        Assert.False(tally.HasFailures);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_with_the_same_id_and_written_down_once()
    {
        await using var engine = await StandIn.StartAsync(losesEvery: 3);
        var ledger = Path.GetTempFileName();
        var tally = await ReplayAsync(engine, Plan(), ledger);
        var lines = await File.ReadAllLinesAsync(ledger);
        File.Delete(ledger);
        Assert.False(tally.HasFailures, string.Join('\n', tally.Lines));
        Assert.Equal(40, tally.Of("report", Outcome.Accepted) + tally.Of("report", Outcome.Duplicate));
        Assert.InRange(tally.Of("report", Outcome.Duplicate), 1, 40);
        Assert.Equal(
            engine.Cases.Select(found => $"{found.Report.Source}\t{found.Id}").Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_case_in_a_grid_that_does_not_contain_it_is_a_failure()
    {
        await using var engine = await StandIn.StartAsync(wrongGrid: "360999001001001");
        var tally = await ReplayAsync(engine, Plan(), acknowledged: null);
        Assert.Equal(40, tally.Of(Verification.Kind, Outcome.Failed));
    }

    [Fact]
    public async Task An_engine_that_stays_away_is_said_after_patience_is_at_its_end()
    {
        using var api = new EngineApi(new Uri("http://127.0.0.1:1"), Patience.Of(TimeSpan.FromMilliseconds(200)));
        await Assert.ThrowsAsync<EngineAwayException>(() => api.WaitUntilReadyAsync(CancellationToken.None));
    }

    private static async Task<Tally> ReplayAsync(StandIn engine, ReplayPlan plan, string? acknowledged)
    {
        var tally = new Tally();
        using var api = new EngineApi(engine.Http, Patience);
        var run = new ReplayRun(plan, new ReplayOptions(engine.Mqtt, Patience, 8, 0, acknowledged), api, tally);
        var done = 0;
        await run.SendAsync(more => Interlocked.Add(ref done, more), CancellationToken.None);
        Assert.Equal(run.Total, done);
        await new Verification(Cities.Small, plan, api, tally)
            .CheckAsync(run.Cases, 8, _ => { }, CancellationToken.None);
        await new RefusalLookup(plan, api, tally).CountAsync(CancellationToken.None);
        Assert.True(tally.Of("refusals on record", Outcome.Refused) > 0);
        return tally;
    }

    private static ReplayPlan Plan()
    {
        var mapping = new NewYorkMapping(Cities.Small);
        var created = new LocalDateTime(2024, 4, 16, 3, 3, 15);
        var place = GeoPoint.At(latitude: 28.605, longitude: 115.805);
        return new(
            [
                .. Enumerable.Range(1, 40).Select(key =>
                    mapping.ReportOf(new($"{key}", created.PlusSeconds(key), "Street Condition", "", null))),
            ],
            [
                new(
                    "collectors/c1",
                    [
                        .. Enumerable.Range(0, 150).Select(second =>
                            new TrackPoint(ReplayPlan.TracksBegin + Duration.FromSeconds(second), place, null)),
                    ]),
            ],
            [
                new("N", 0x0200, "013808358246", [0x7E, 1, 0x7E]),
                new("I", 0x8100, "012345678900", [0x7E, 2, 0x7E]),
            ]);
    }
}
