using System.CommandLine;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using NodaTime;

namespace CityOps.Bench.Cluster;

/// <summary>Three nodes under load, one fault after the other: how long cases are without service, and that nothing is lost or doubled.</summary>
internal static class ClusterBench
{
    private const int Nodes = 3;
    private const int ProbedCases = 15;
    private const int FixesAVehicle = 10;
    // What fell due just now is not missing yet.
    private static readonly Duration MayBeLate = Duration.FromSeconds(20);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command ToCommand()
    {
        var fixes = Options.Number("--fixes", 5_000, "How many fixes a second.");
        var commands = Options.Number("--commands", 50, "How many commands a second.");
        var stand = Options.Number("--stand", 30, "How many seconds a node stands still or is cut off; longer if the others take longer to go on.");
        var warm = Options.Number("--warm", 60, "Seconds under load before the first fault, in which nodes compile themselves.");
        var faults = new Option<string?>("--faults") { Description = "Which faults, by their names, with commas; all of them by default." };
        var logs = new Option<string?>("--logs") { Description = "A directory for what the nodes print." };
        var command = new Command("cluster", "Three nodes under load, one fault after the other.") { fixes, commands, stand, warm, faults, logs };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(fixes), parsed.GetValue(commands), TimeSpan.FromSeconds(parsed.GetValue(stand)), TimeSpan.FromSeconds(parsed.GetValue(warm)),
            parsed.GetValue(faults), parsed.GetValue(logs)));
        return command;
    }

    private static async Task RunAsync(int perSecond, int commands, TimeSpan stand, TimeSpan warm, string? wanted, string? logs)
    {
        if ((PostgresServer.Missing ?? MosquittoServer.Missing) is { } missing)
        {
            throw new BenchException(missing);
        }

        await using var city = await ClusterCity.StartAsync(Nodes, logs is null ? null : Directory.CreateDirectory(logs).FullName);
        var desk = new CaseDesk(city.Nodes);
        var cases = new List<string>();
        while (cases.Count < ProbedCases)
        {
            cases.Add(await desk.DispatchedAsync());
        }

        await city.AllHaveCasesAsync();
        var probe = new ServiceProbe(city.Nodes, cases);
        var fixes = new FixLoad(city.Nodes, city.Broker.Port, perSecond, Math.Max(1, perSecond / FixesAVehicle));
        using var stop = new CancellationTokenSource();
        using var stopProbe = new CancellationTokenSource();
        Task[] load = [desk.RunAsync(commands, stop.Token), fixes.RunAsync(stop.Token)];
        var probing = probe.RunAsync(stopProbe.Token);
        await await Task.WhenAny(Task.Delay(warm), FirstFaultAsync([.. load, probing]));
        var figures = new Figures("cluster");
        figures.Heading("The longest time that a case was without service");
        foreach (var fault in Chosen(Faults.Of(city, stand), wanted))
        {
            if (fault.Missing is not null)
            {
                Console.WriteLine($"{fault.Name}: skipped, {fault.Missing}.");
                continue;
            }

            await await Task.WhenAny(HappenAsync(fault), FirstFaultAsync([.. load, probing]));
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        await SettleAsync(city, Acknowledged);
        await stopProbe.CancelAsync();
        await probing;
        await AddAsync(figures, city, desk, fixes, probe, Acknowledged());
        figures.Print();

        IReadOnlyCollection<Acknowledgement> Acknowledged() => [.. desk.Acknowledged, .. probe.Acknowledged];

        async Task HappenAsync(Fault fault)
        {
            await Task.Delay(Settled);
            var (ended, taken) = (city.Nodes.Sum(n => n.Ended), fixes.Acknowledged);
            probe.Begin();
            await fault.HappenAsync();
            await city.AllInAsync();
            await Task.Delay(Settled);
            await probe.AllAnsweredAsync();
            var (longest, all) = probe.End();
            var books = await JournalBooks.ReadAsync(city.Database.ConnectionString, Acknowledged());
            Console.WriteLine(
                $"{fault.Name}: {fault.What}: {longest:F1} s without service at most ({all:F1} s in all, limit {fault.LimitSeconds:F0}), nodes that ended {city.Nodes.Sum(n => n.Ended) - ended}; "
                + $"{desk.Acknowledged.Count:N0} commands, {books.Lost} lost, {books.Twice} twice; {fixes.Acknowledged - taken:N0} fixes acknowledged meanwhile; "
                + $"{books.Steps:N0} deadlines, {books.StepsTwice} twice; {books.Broken} entities broken; {probe.Past} answers of the past");
            figures.Add($"{fault.Name}Seconds", $"{fault.What} (limit {fault.LimitSeconds:F0})", longest, "s", 1);
            figures.Add($"{fault.Name}WithinLimit", "  within the limit", longest <= fault.LimitSeconds);
        }
    }

    private static IEnumerable<Fault> Chosen(IReadOnlyList<Fault> all, string? wanted)
    {
        var names = wanted?.Split(',');
        return names?.FirstOrDefault(name => all.All(f => f.Name != name)) is { } unknown
            ? throw new BenchException($"There is no fault '{unknown}': {string.Join(", ", all.Select(f => f.Name))}.")
            : all.Where(f => names?.Contains(f.Name) != false);
    }

    /// <summary>Ends with the exception of the first that has one.</summary>
    private static async Task FirstFaultAsync(IReadOnlyList<Task> running)
    {
        var failed = new TaskCompletionSource();
        foreach (var task in running)
        {
            _ = task.ContinueWith(t => failed.TrySetException(t.Exception?.InnerExceptions ?? Enumerable.Empty<Exception>()), TaskContinuationOptions.OnlyOnFaulted);
        }

        await failed.Task;
    }

    /// <summary>Waits until every deadline that is due has passed, and every case is in the list.</summary>
    private static async Task SettleAsync(ClusterCity city, Func<IReadOnlyCollection<Acknowledgement>> acknowledged)
    {
        using var patience = new CancellationTokenSource(Patience);
        JournalCount books;
        do
        {
            await Task.Delay(Settled);
            books = await JournalBooks.ReadAsync(city.Database.ConnectionString, acknowledged());
        }
        while (!patience.IsCancellationRequested && (books.Overdue(SystemClock.Instance.GetCurrentInstant() - MayBeLate) > 0
            || await JournalBooks.ListedAsync(city.Database.ConnectionString) < books.Cases));
    }

    private static async Task AddAsync(
        Figures figures, ClusterCity city, CaseDesk desk, FixLoad fixes, ServiceProbe probe, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        await fixes.CheckAsync();
        var books = await JournalBooks.ReadAsync(city.Database.ConnectionString, acknowledged);
        var (listed, overdue) = (await JournalBooks.ListedAsync(city.Database.ConnectionString), books.Overdue(SystemClock.Instance.GetCurrentInstant() - MayBeLate));
        figures.Heading("Commands");
        figures.Add("commandsSent", "sent", desk.Sent, "");
        figures.Add("commandsAcknowledged", "acknowledged, with those of the probe", acknowledged.Count, "");
        figures.Add("commandsAgain", "sent again", desk.AskedAgain, "");
        figures.Add("commandsLost", "acknowledged and not in the journal", books.Lost, "");
        figures.Add("commandsTwice", "in the journal twice", books.Twice, "");
        figures.Add("commandsRefused", "refused for no reason", desk.Refused.Count, "");
        figures.Add("casesNotListed", "cases that are not in the list once", books.Cases - listed, "");
        figures.Heading("Fixes");
        figures.Add("fixesSent", "sent", fixes.Sent, "");
        figures.Add("fixesAcknowledged", "acknowledged by the broker", fixes.Acknowledged, "");
        figures.Add("fixesFound", "in the tracks", fixes.Found, "");
        figures.Add("fixesLost", "acknowledged and not in the tracks", fixes.Lost, "");
        figures.Add("fixesTwice", "in the tracks twice", fixes.Doubled, "");
        figures.Heading("Deadlines");
        figures.Add("deadlines", "passed", books.Steps, "");
        figures.Add("deadlinesTwice", "passed twice", books.StepsTwice, "");
        figures.Add("deadlinesAfterEnd", "passed after the end of their case", books.StepsAfter, "");
        figures.Add("deadlinesMissing", "due and never passed", overdue, "");
        figures.Add("deadlinesLateSeconds", "the latest came late by", books.Late.TotalSeconds, "s", 1);
        figures.Heading("Nodes");
        figures.Add("entitiesBroken", "entities with a gap or two writers in the journal", books.Broken, "");
        figures.Add("answersOfThePast", "answers that were older than one before them", probe.Past, "");
        figures.Add("nodesEnded", "nodes that ended by themselves", city.Nodes.Sum(n => n.Ended), "");
        figures.Add("nothingLostOrDoubled", "nothing is lost, nothing doubled, nothing of the past", (books.Lost, books.Twice, desk.Refused.Count, listed, fixes.Lost,
            fixes.Doubled, books.StepsTwice, books.StepsAfter, overdue, books.Broken, probe.Past) == (0, 0, 0, books.Cases, 0, 0, 0, 0, 0, 0, 0));
        foreach (var refused in desk.Refused.Take(5))
        {
            Console.WriteLine($"refused: {refused}");
        }
    }
}
