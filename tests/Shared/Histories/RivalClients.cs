using System.Collections.Concurrent;
using CityOps.Domain;
using CityOps.Domain.Cases;
using NodaTime;

namespace CityOps.Testing.Histories;

/// <summary>How a client reaches the engine.</summary>
internal interface ICaseDoor
{
    /// <summary>Sends a command, or reads the case where there is none.</summary>
    Task<Reply> AskAsync(CaseId id, CaseCommand? command);
}

/// <summary>
/// Clients that get in each other's way on the same few cases, each on a random way of its own from a seed, and write down what they
/// asked and what they were answered. What was not answered they ask again, most of the time; and now and then what was.
/// </summary>
internal sealed class RivalClients(ICaseDoor door, RivalPlan plan, TimeProvider clock)
{
    private const int Cases = 3;
    private static readonly CaseAct[] Acts =
    [
        CaseAct.File, CaseAct.File, CaseAct.Dispatch, CaseAct.Dispatch, CaseAct.Accept, CaseAct.Accept, CaseAct.Return, CaseAct.RejectReturn,
        CaseAct.Redispatch, CaseAct.Handled, CaseAct.Rework, CaseAct.Close, CaseAct.Reopen, CaseAct.Urge, CaseAct.Supervise, CaseAct.Refuse,
        CaseAct.Cancel,
    ];

    private readonly long _begin = clock.GetTimestamp();
    private readonly ConcurrentQueue<Operation> _operations = new();
    private int _answered;
    private int _runs;

    /// <summary>Everything that was asked so far.</summary>
    public IReadOnlyCollection<Operation> Operations => _operations;

    /// <summary>How much was answered so far.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Begins with some cases, and goes on until each client has been answered so often.</summary>
    /// <param name="round">Which cases: another round has others.</param>
    /// <param name="clients">How many at once.</param>
    /// <param name="answers">How often each.</param>
    public Task RunAsync(int round, int clients, int answers)
    {
        var run = ++_runs;
        return Task.WhenAll(Enumerable.Range(0, clients).Select(c => Task.Run(() => LiveAsync(run, Reports(round), c, answers))));
    }

    /// <summary>One client reads every case of a round.</summary>
    public async Task ReadAsync(int round)
    {
        foreach (var report in Reports(round))
        {
            await UntilAnsweredAsync(0, report.Case, null);
        }
    }

    private async Task LiveAsync(int run, List<ReportCase> reports, int client, int answers)
    {
        var random = new Random((run * 1_000) + client);
        foreach (var report in reports)
        {
            await UntilAnsweredAsync(client, report.Case, report);
        }

        for (var i = 0; i < answers; i++)
        {
            var id = reports[random.Next(reports.Count)].Case;
            if (random.Next(3) == 0)
            {
                await UntilAnsweredAsync(client, id, null);
                continue;
            }

            var command = Command(id, random, $"k-{run}-{client}-{i}");
            while (!await AskAsync(client, id, command) && random.Next(5) > 0)
            {
            }

            if (random.Next(10) == 0)
            {
                await AskAsync(client, id, command);
            }
        }
    }

    private async Task UntilAnsweredAsync(int client, CaseId id, CaseCommand? command)
    {
        while (!await AskAsync(client, id, command))
        {
        }
    }

    private async Task<bool> AskAsync(int client, CaseId id, CaseCommand? command)
    {
        var began = clock.GetElapsedTime(_begin);
        var reply = await door.AskAsync(id, command);
        _operations.Enqueue(new Operation(client, id, command, began, clock.GetElapsedTime(_begin), reply));
        if (reply is Reply.Lost)
        {
            return false;
        }

        Interlocked.Increment(ref _answered);
        return true;
    }

    private List<ReportCase> Reports(int round) =>
    [
        .. Enumerable.Range(0, Cases).Select(i => plan.Report(i, $"rival-{round}-{i}"))
            .Select(report => new ReportCase(
                CaseId.Of(report.ObservedAt.InZone(plan.Zone).Date, report.Channel, report.Source),
                new Origin(plan.Everybody, report.Channel, report.Source, report.ObservedAt), report)),
    ];

    private CaseActCommand Command(CaseId id, Random random, string key)
    {
        var by = random.Next(3) == 0 ? plan.Chief : plan.Everybody;
        var origin = new Origin(by, Channel.Console, key, plan.Now());
        return Acts[random.Next(Acts.Length)] switch
        {
            CaseAct.File => new FileCase(id, origin, null, null, plan.Condition),
            CaseAct.Dispatch => new DispatchCase(id, origin, plan.Department),
            CaseAct.Accept => new AcceptCase(id, origin),
            CaseAct.Return => new ReturnCase(id, origin, "Not ours."),
            CaseAct.RejectReturn => new RejectReturn(id, origin, "It is."),
            CaseAct.Redispatch => new RedispatchCase(id, origin, plan.Department, null),
            CaseAct.Handled => new ReportHandled(id, origin, "Done.", []),
            CaseAct.Rework => new ReworkCase(id, origin, "It is not."),
            CaseAct.Close => new CloseCase(id, origin, "Seen from the road.", Forced: true),
            CaseAct.Reopen => new ReopenCase(id, origin, "It came again."),
            CaseAct.Supervise => new SuperviseCase(id, origin, null),
            CaseAct.Refuse when random.Next(4) == 0 => new RefuseCase(id, origin, "It is nothing."),
            CaseAct.Cancel when random.Next(8) == 0 => new CancelCase(id, origin, "A drill."),
            _ => new UrgeCase(id, origin, null),
        };
    }
}

/// <summary>The city that clients act in.</summary>
/// <param name="Everybody">Who holds every role and belongs nowhere.</param>
/// <param name="Chief">Another, who holds those of a centre.</param>
/// <param name="Department">Where cases are sent.</param>
/// <param name="Condition">The filing condition of what is reported.</param>
/// <param name="Zone">The city's.</param>
/// <param name="Report">The n-th report of a round, under a source; each at a place of its own, far from the others.</param>
/// <param name="Now">When an act is asked for.</param>
internal sealed record RivalPlan(
    Actor Everybody, Actor Chief, string Department, string Condition, DateTimeZone Zone, Func<int, string, Report> Report, Func<Instant> Now);
