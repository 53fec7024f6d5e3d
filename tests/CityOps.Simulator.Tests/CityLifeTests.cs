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
        using var ending = new CancellationTokenSource(TimeSpan.FromMinutes(2));
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
            await Task.WhenAny(engine.FirstClosed.Task, running);
            await ending.CancelAsync();
            await running;
        }

        Assert.True(engine.FirstClosed.Task.IsCompletedSuccessfully, string.Join('\n', setting.Tally.Lines));
        Assert.False(setting.Tally.HasFailures, string.Join('\n', setting.Tally.Lines));
        Assert.Equal(1, setting.Tally.Of("shift", Outcome.Accepted));
        Assert.True(setting.Tally.Of("position", Outcome.Accepted) > 100);
        Assert.True(setting.Tally.Of("report", Outcome.Accepted) > 0);
        Assert.True(setting.Tally.Of("call", Outcome.Accepted) > 0);
        Assert.Contains(engine.Acts, act => act.StartsWith("handled by handler:roads-", StringComparison.Ordinal));
        Assert.Equal("cityops/v1/collectors/c1/status", engine.Published.First().Topic);
        Assert.Equal(engine.Cases.Count(), engine.Cases.Select(found => found.Report.Id).Distinct().Count());
    }
}
