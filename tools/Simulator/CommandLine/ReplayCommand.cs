using System.CommandLine;
using System.Diagnostics;
using System.Net;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Display;
using CityOps.Simulator.Map;
using CityOps.Simulator.Replay;

namespace CityOps.Simulator.CommandLine;

/// <summary><c>simulator replay</c>: real input, moved into the city, the same on every replay.</summary>
internal sealed class ReplayCommand
{
    private const int UsuallyInFlight = 8;
    private readonly SharedOptions _shared = new();
    private readonly Option<string?> _requests = new("--nyc311")
    {
        Description = "A CSV file of New York's 311 service requests, sent as citizens' reports in their order.",
    };

    private readonly Option<string?> _walk = new("--walk") { Description = "A GPX track, sent as a collector's." };
    private readonly Option<string?> _car = new("--car") { Description = "A GPX track, sent as a vehicle's." };
    private readonly Option<string?> _frames = new("--jt808")
    {
        Description = "A JSON file of recorded JT/T 808 frames, sent raw as their terminals.",
    };

    private readonly Option<IPEndPoint?> _terminals = new("--terminals")
    {
        Description = "Where terminals by TCP are taken in, such as 127.0.0.1:6808: the frames go there, not to the broker.",
        CustomParser = result =>
        {
            if (result.Tokens is [var token] && IPEndPoint.TryParse(token.Value, out var endpoint) && endpoint.Port > 0)
            {
                return endpoint;
            }

            result.AddError("--terminals takes an IP address and a port, such as 127.0.0.1:6808.");
            return null;
        },
    };

    private readonly Option<int?> _limit =
        SharedOptions.AtMost("--limit", "At most so many service requests; without it all.", least: 0);

    private readonly Option<double> _rate = SharedOptions.Number(
        "--rate", "Reports a second; 0 for as many as go.", fallback: 0, least: 0, most: 100_000);

    private readonly Option<int?> _inFlight =
        SharedOptions.AtMost("--in-flight", "How many requests are on their way at once; without it 8.", least: 1);

    private readonly Option<string?> _acknowledged = new("--acknowledged")
    {
        Description = "A file to which 'source TAB case id' is appended right after each acknowledgement.",
    };

    private readonly Option<bool> _verify = new("--verify")
    {
        Description = "Then read every case and track back, and check each case's grid against the city's own.",
    };

    /// <summary>The command as the command line has it.</summary>
    public Command ToCommand()
    {
        var command = new Command(
            "replay", "Replays real input: service requests, recorded tracks and frames. At least one is needed.");
        _shared.AddTo(command);
        Option[] own = [_requests, _walk, _car, _frames, _terminals, _limit, _rate, _inFlight, _acknowledged, _verify];
        foreach (var option in own)
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (new[] { _requests, _walk, _car, _frames }.All(option => result.GetValue(option) is null))
            {
                result.AddError("Nothing to replay: give at least one of --nyc311, --walk, --car and --jt808.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken interrupted)
    {
        var begun = Stopwatch.StartNew();
        var tally = new Tally();
        var patience = Patience.Of(options.GetRequiredValue(_shared.PatienceOption));
        using var api = new EngineApi(options.GetRequiredValue(_shared.Http), patience);
        var city = SimulatedCity.Read(options.GetRequiredValue(_shared.City));
        var files = new ReplayFiles(
            options.GetValue(_requests), options.GetValue(_walk), options.GetValue(_car), options.GetValue(_frames));
        var plan = ReplayPlan.Read(city, files, options.GetValue(_limit) ?? int.MaxValue);
        var inFlight = options.GetValue(_inFlight) ?? UsuallyInFlight;
        var run = new ReplayRun(
            plan,
            new ReplayOptions(
                options.GetRequiredValue(_shared.Mqtt), patience, inFlight, options.GetValue(_rate),
                options.GetValue(_acknowledged), options.GetValue(_terminals)),
            api,
            tally);
        var complete = true;
        try
        {
            await api.WaitUntilReadyAsync(interrupted).ConfigureAwait(false);
            await Screen.ProgressAsync("Replay", run.Total, progress => run.SendAsync(progress, interrupted))
                .ConfigureAwait(false);
            if (options.GetValue(_verify))
            {
                var verification = new Verification(city, plan, api, tally);
                await Screen.ProgressAsync(
                    "Verify",
                    verification.Total,
                    progress => verification.CheckAsync(run.Cases, inFlight, progress, interrupted))
                    .ConfigureAwait(false);
            }

            await new RefusalLookup(plan, api, tally).CountAsync(interrupted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            complete = false;
        }
        catch (EngineAwayException e)
        {
            tally.Add("engine", Outcome.Failed, e.Message);
        }

        Print(run, plan, tally, begun.Elapsed, complete);
        return tally.HasFailures || tally.Of("report", Outcome.Refused) > 0 || tally.Of("position", Outcome.Refused) > 0
            ? ExitCode.Failed
            : complete ? ExitCode.Ok : ExitCode.Interrupted;
    }

    private static void Print(ReplayRun run, ReplayPlan plan, Tally tally, TimeSpan took, bool complete)
    {
        Summary.Print(tally, took);
        Console.WriteLine($"{run.Cases.Count:N0} of {plan.Reports.Count:N0} requests are cases.");
        if (!complete)
        {
            Console.WriteLine("Interrupted before its end: replay it again, and nothing is doubled.");
        }
    }
}
