using CityOps.Simulator.Clients;
using CityOps.Simulator.Life;

namespace CityOps.Simulator.Tests;

public sealed class CityLifeTests
{
    [Fact]
    public async Task A_fast_life_goes_on_shift_walks_reports_and_brings_cases_to_their_closing()
    {
        await using var engine = await StandIn.StartAsync();
        var patience = Patience.Of(TimeSpan.FromSeconds(30));
        using var api = new EngineApi(engine.Http, patience);
        using var ending = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var setting = new LifeSetting(Cities.Small, 1, "L1", AllOnShift: true)
        {
            Clock = new CityClock(TimeProvider.System, speed: 3_600, lead: TimeSpan.FromMinutes(10), Cities.Small.Zone),
            Reports = new ReportWriter(Cities.Small),
            Tally = new Tally(),
            Mqtt = engine.Mqtt,
            Patience = patience,
        };
        var size = new LifeSize(Collectors: 1, Vehicles: 0, ReportsPerDay: 2_000, CallsPerDay: 200);
        await using (var life = new CityLife(setting, size, api, ending))
        {
            var running = life.RunAsync();
            while (!HasLived(engine, setting.Tally) && !running.IsCompleted)
            {
                await Task.Delay(20);
            }

            await ending.CancelAsync();
            await running;
        }

        Assert.True(HasLived(engine, setting.Tally), string.Join('\n', setting.Tally.Lines));
        Assert.False(setting.Tally.HasFailures, string.Join('\n', setting.Tally.Lines));
        Assert.Equal(1, setting.Tally.Of("shift", Outcome.Accepted));
        Assert.Contains(engine.Acts, act => act.StartsWith("handled by handler:roads-", StringComparison.Ordinal));
        Assert.Equal("cityops/v1/collectors/c1/status", engine.Published.First().Topic);
        Assert.Equal(engine.Cases.Count(), engine.Cases.Select(found => found.Report.Id).Distinct().Count());
    }

    // The first case may be closed before the collector has walked far or seen anything.
    private static bool HasLived(StandIn engine, Tally tally) =>
        engine.FirstClosed.Task.IsCompletedSuccessfully
        && tally.Of("position", Outcome.Accepted) > 100
        && tally.Of("report", Outcome.Accepted) > 0
        && tally.Of("call", Outcome.Accepted) > 0;
}
