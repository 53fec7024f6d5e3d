using CityOps.Bench.Processes;
using CityOps.Domain.Cases;
using NodaTime;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Deadlines;

/// <summary>
/// The five failures of deadlines, never, late, early, twice and after cancel, across SIGKILL at random moments, a clock that is set
/// an hour forward and back, and a day's outage. <c>CITYOPS_KILLS</c> says how many kills; 10 by default.
/// </summary>
public sealed class DeadlineKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 20_260_301;
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>Far more than a firing takes on a busy machine, and far less than what waits for another poll or restart.</summary>
    private static readonly Duration Tolerance = Duration.FromSeconds(15);

    /// <summary>In each life at least so many: two or three cases, of which some are suspended in every second life.</summary>
    private const int AnswersOfALife = 10;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CITYOPS_KILLS") ?? "10");

    private readonly EngineProcess _engine = new();
    private readonly Random _random = new(Seed);
    private readonly List<Life> _lives = [];
    private Duration _offset;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Every_deadline_passes_once_in_time_and_only_while_its_case_is_open()
    {
        var city = QuickCity.Write(_engine.Home);
        await StartAsync(city, Duration.Zero);
        using var stop = new CancellationTokenSource();
        var desk = new DeskTraffic(_engine, () => Now().ToDateTimeOffset());
        var traffic = desk.RunAsync(stop.Token);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var answered = desk.Answered;
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(200, 2_500)));

            // On a busy machine no life might be long enough for enough answers to try the deadlines with.
            await Wait.UntilAsync(
                () => Task.FromResult(desk.Answered >= answered + AnswersOfALife || traffic.IsCompleted),
                () => $"Too little is answered.\n{_engine.Log}");
            _engine.Kill();
            await StartAsync(city, Jump());
            if (traffic.IsFaulted)
            {
                await traffic;
            }
        }

        await stop.CancelAsync();
        await traffic;

        // A day's outage: everything that is open falls due, on all clocks but the longest.
        _engine.Kill();
        await StartAsync(city, _offset + Duration.FromDays(1));
        await Wait.UntilAsync(
            () => Task.FromResult(!States().Any(s => s.File.Wake <= Now())), () => $"Some deadlines never passed.\n{_engine.Log}");
        _engine.Kill();
        Check();
    }

    private void Check()
    {
        var (passed, resumed, late) = (0, 0, Duration.Zero);
        foreach (var (id, events) in CaseJournal.Read(_engine.Home))
        {
            KnownCase? state = null;
            var steps = new HashSet<(object, int, string, Instant)>();
            foreach (var (ordering, @event) in events)
            {
                if (@event is DeadlinePassed step)
                {
                    passed++;
                    Assert.True(steps.Add((step.Clock, step.Round, step.Step, step.Due)), $"{id}: {step.Clock} {step.Step} passed twice.");
                    Assert.True(state?.Stage.IsOpen(), $"{id}: {step.Clock} {step.Step} passed after the end.");
                    Assert.Equal(step.Stamp.At - step.StepAt, step.Late);
                }

                if (@event is DeadlinePassed or CaseResumed { Stamp.By.Id: "deadlines" })
                {
                    resumed += @event is CaseResumed ? 1 : 0;
                    var (dueAt, at) = (@event.Stamp.ObservedAt, @event.Stamp.At);
                    Assert.True(at >= dueAt, $"{id}: {@event} came early.");
                    late = Duration.Max(late, at - Instant.Max(dueAt, LifeOf(ordering).ReadyAt));
                }

                state = CaseEvolution.Evolve(state as Case ?? new Unreported(), @event);
            }
        }

        output.WriteLine($"{passed} steps passed, {resumed} suspensions ended, at most {late.TotalSeconds:0.000} s late while the engine was up.");
        Assert.True(passed >= Kills && resumed > 0, $"Only {passed} steps and {resumed} resumptions were put to the test.");
        Assert.True(late < Tolerance, $"Something was {late} late.");
    }

    /// <summary>Stays, goes an hour forward or back, or a day on: what the clock says at the next start.</summary>
    private Duration Jump() => _random.Next(6) switch
    {
        0 => _offset + Hour,
        1 when _offset >= Hour => _offset - Hour,
        2 => _offset + Duration.FromDays(1),
        _ => _offset,
    };

    private async Task StartAsync(string city, Duration offset)
    {
        _offset = offset;
        _engine.Further = [$"--CityOps:City={city}", $"--CityOps:Clock:Offset={offset.ToTimeSpan():c}"];
        var before = _lives.Count == 0 ? 0 : CaseJournal.Newest(_engine.Home);
        await _engine.StartAsync();
        _lives.Add(new Life(before, Now()));
    }

    private Instant Now() => SystemClock.Instance.GetCurrentInstant() + _offset;

    private Life LifeOf(long ordering) => _lives.Last(l => l.After < ordering);

    private IEnumerable<KnownCase> States() => CaseJournal.Read(_engine.Home).Values.Select(
        events => (KnownCase)events.Aggregate((Case)new Unreported(), (state, e) => CaseEvolution.Evolve(state, e.Event)));

    /// <summary>One process: the place in the journal that it began behind, and when it was ready by its own clock.</summary>
    private sealed record Life(long After, Instant ReadyAt);
}
