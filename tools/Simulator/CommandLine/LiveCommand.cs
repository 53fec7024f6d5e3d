using System.CommandLine;
using System.Diagnostics;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Display;
using CityOps.Simulator.Life;
using CityOps.Simulator.Map;

namespace CityOps.Simulator.CommandLine;

/// <summary><c>simulator live</c>: a seeded city life until Ctrl-C or the end of its duration.</summary>
internal sealed class LiveCommand
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SharedOptions _shared = new();
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "The same seed lives the same life.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<double> _speed = SharedOptions.Number(
        "--speed",
        "Simulated seconds per real second. Above 1 the life begins in the past, as far back as it gains in --duration "
        + "(or a day), and goes on at 1 when it has caught up with real time: the future would be refused.",
        fallback: 1, least: 1, most: 3_600);

    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "How long to live, in real time: 30s, 10m, 2h. Without it until Ctrl-C.",
        CustomParser = result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "";
            var time = Durations.Parse(text);
            if (time is null)
            {
                result.AddError($"--duration: '{text}' is no length of time such as 30s, 10m, 2h or 1d.");
            }

            return time;
        },
    };

    private readonly Option<int?> _collectors =
        SharedOptions.AtMost("--collectors", "At most so many collectors; without it all of the city.", least: 0);

    private readonly Option<int?> _vehicles =
        SharedOptions.AtMost("--vehicles", "At most so many vehicles; without it all of the city.", least: 0);

    private readonly Option<bool> _allOnShift = new("--all-on-shift")
    {
        Description = "Every collector works now, whatever the hour, and reports come evenly over the day.",
    };

    private readonly Option<double> _reports = SharedOptions.Number(
        "--reports-per-day", "Reports a day of all the city's collectors.", fallback: 1_000, least: 0, most: 1_000_000);

    private readonly Option<double> _calls = SharedOptions.Number(
        "--calls-per-day", "Hotline calls a day.", fallback: 40, least: 0, most: 1_000_000);

    /// <summary>The command as the command line has it.</summary>
    public Command ToCommand()
    {
        var command = new Command("live", "Lives a city's day: collectors report, vehicles drive, the centre works.");
        _shared.AddTo(command);
        Option[] own = [_seed, _speed, _duration, _collectors, _vehicles, _allOnShift, _reports, _calls];
        foreach (var option in own)
        {
            command.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken interrupted)
    {
        var begun = Stopwatch.StartNew();
        var duration = options.GetValue(_duration);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        var patience = Patience.Of(options.GetRequiredValue(_shared.PatienceOption));
        using var api = new EngineApi(options.GetRequiredValue(_shared.Http), patience);
        var city = SimulatedCity.Read(options.GetRequiredValue(_shared.City));
        var reports = new ReportWriter(city);
        await api.WaitUntilReadyAsync(interrupted).ConfigureAwait(false);
        if (duration is { } limit)
        {
            ending.CancelAfter(limit);
        }

        var setting = new LifeSetting(
            city,
            options.GetValue(_seed),
            $"L{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x}",
            options.GetValue(_allOnShift))
        {
            Clock = new CityClock(TimeProvider.System, options.GetValue(_speed), duration ?? Day, city.Zone),
            Reports = reports,
            Tally = new Tally(),
            Mqtt = options.GetRequiredValue(_shared.Mqtt),
            Patience = patience,
        };
        var size = new LifeSize(
            options.GetValue(_collectors) ?? int.MaxValue,
            options.GetValue(_vehicles) ?? int.MaxValue,
            options.GetValue(_reports),
            options.GetValue(_calls));
        await using (var life = new CityLife(setting, size, api, ending))
        {
            Console.WriteLine(
                $"{life.Collectors} collectors and {life.Vehicles} vehicles of {city.Configuration.Name.En}; "
                + $"it is {setting.Clock.Local:HH:mm} there. Ctrl-C ends it."
                + (setting.AllOnShift ? "" : " Collectors come by their shifts; --all-on-shift brings them all now."));
            await Screen.StatusAsync(() => LineOf(life, setting), life.RunAsync).ConfigureAwait(false);
        }

        Summary.Print(setting.Tally, begun.Elapsed);
        return setting.Tally.HasFailures ? ExitCode.Failed : ExitCode.Ok;
    }

    private static string LineOf(CityLife life, LifeSetting setting) =>
        $"{setting.Clock.Local:MM-dd HH:mm:ss} ×{setting.Clock.Speed:0.#} | {life.OnShift} on shift | positions "
        + $"{Accepted(setting, "position") + Accepted(setting, "jt808"):N0} | "
        + $"reports {Accepted(setting, "report"):N0} | calls {Accepted(setting, "call"):N0} | "
        + $"acts {Accepted(setting, "act"):N0} | cases in work {life.OpenCases:N0}";

    private static long Accepted(LifeSetting setting, string kind) => setting.Tally.Of(kind, Outcome.Accepted);
}
