using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using CityOps.Bench.Processes;
using CityOps.Domain.City;

namespace CityOps.Bench.Cluster;

/// <summary>
/// The people of cases whose limits are of seconds: each sends one command after the other at a pace, to whichever node answers, until
/// it is answered. Half of the cases are left with the department, where their deadlines pass; the others are closed or cancelled.
/// </summary>
internal sealed class CaseDesk(IReadOnlyList<ClusterNode> nodes)
{
    private const string Chief = "acceptor+shiftLead+dispatcher+leader:chief";
    private const string Department = "city-water";
    private const string Handler = $"handler:h1@{Department}";
    private const int PerPerson = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly UnitGrid[] _grids = [.. Repository.DemoCity().UnitGrids.Values];
    private readonly ConcurrentQueue<Acknowledgement> _acknowledged = [];
    private readonly ConcurrentQueue<string> _refused = [];
    private int _last;
    private int _sent;
    private int _askedAgain;

    /// <summary>What was acknowledged so far.</summary>
    public IReadOnlyCollection<Acknowledgement> Acknowledged => [.. _acknowledged];

    /// <summary>How many commands were sent, each counted once.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>How often one was sent again.</summary>
    public int AskedAgain => Volatile.Read(ref _askedAgain);

    /// <summary>Answers that should have been others.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>Sends until it is stopped, and then until every command is answered.</summary>
    public Task RunAsync(int perSecond, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Math.Max(1, perSecond / PerPerson)).Select(async person =>
    {
        var any = new AnyNode(nodes, person, Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Math.Min(perSecond, PerPerson)));
        while (!stop.IsCancellationRequested)
        {
            await LiveAsync(any, () => PaceAsync(pace, stop));
        }
    }));

    /// <summary>A case that stays with its department.</summary>
    public async Task<string> DispatchedAsync() =>
        await DispatchAsync(new AnyNode(nodes, 0, Patience), () => Task.FromResult(true)) ?? throw new BenchException($"No case: {string.Join(' ', _refused)}");

    /// <summary>A command.</summary>
    public static HttpRequestMessage Post(string path, string acting, string key, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-CityOps-Acting", acting);
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private static async Task<bool> PaceAsync(PeriodicTimer pace, CancellationToken stop)
    {
        try
        {
            return await pace.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task LiveAsync(AnyNode any, Func<Task<bool>> turn)
    {
        if (await DispatchAsync(any, turn) is not { } id || !await ActAsync(any, turn, id, "accept", Handler, new { }))
        {
            return;
        }

        switch (Random.Shared.Next(4))
        {
            case 0:
                _ = await ActAsync(any, turn, id, "handled", Handler, new { note = "Put right." })
                    && await ActAsync(any, turn, id, "inspect", Chief, new { })
                    && await ActAsync(any, turn, id, "close", Chief, new { forced = true, note = "No collector is on shift in a bench." });
                break;
            case 1:
                await ActAsync(any, turn, id, "cancel", Chief, new { reason = "A drill." });
                break;
        }
    }

    private async Task<string?> DispatchAsync(AnyNode any, Func<Task<bool>> turn)
    {
        var number = Interlocked.Increment(ref _last);
        var place = _grids[number % _grids.Length].Boundary.InteriorPoint;
        var report = new
        {
            source = $"fault-{number}",
            channel = "hotline",
            t = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            lon = place.X,
            lat = place.Y,
            kind = "component",
            category = "0101",
        };
        return await SendAsync(any, turn, "api/v1/reports", Chief, report.source, report) is { } id
            && await ActAsync(any, turn, id, "file", Chief, new { condition = "1" })
            && await ActAsync(any, turn, id, "dispatch", Chief, new { department = Department }) ? id : null;
    }

    private async Task<bool> ActAsync(AnyNode any, Func<Task<bool>> turn, string id, string act, string acting, object body) =>
        await SendAsync(any, turn, $"api/v1/cases/{id}/acts/{act}", acting, $"{act}-{id}", body) is not null;

    /// <summary>The case that answered; null where it is time to end, or the answer was another.</summary>
    private async Task<string?> SendAsync(AnyNode any, Func<Task<bool>> turn, string path, string acting, string key, object body)
    {
        if (!await turn())
        {
            return null;
        }

        Interlocked.Increment(ref _sent);
        var before = any.AskedAgain;
        var (status, answer) = await any.AskAsync(() => Post(path, acting, key, body), CancellationToken.None);
        Interlocked.Add(ref _askedAgain, any.AskedAgain - before);
        if (status is not (200 or 201))
        {
            _refused.Enqueue($"{path}: {status} {answer}");
            return null;
        }

        var id = JsonElement.Parse(answer).GetProperty("id").GetString() ?? "";
        _acknowledged.Enqueue(new Acknowledgement(id, key));
        return id;
    }
}

/// <summary>A command that was acknowledged.</summary>
/// <param name="Case">The case that it changed.</param>
/// <param name="Command">Its id.</param>
internal readonly record struct Acknowledgement(string Case, string Command);
