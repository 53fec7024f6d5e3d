using System.Diagnostics;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Results;

namespace CityOps.Bench.Http;

/// <summary>Clients that ask for entities.</summary>
/// <param name="Connections">How many at once.</param>
/// <param name="Warm">How long each load runs before it is counted.</param>
/// <param name="For">How long it is counted.</param>
internal sealed record ReadLoad(int Connections, TimeSpan Warm, TimeSpan For)
{
    /// <summary>Asks for each once.</summary>
    public async Task OnceAsync(int port, IReadOnlyList<byte[]> requests) => await WithAsync(port, connections => Task.WhenAll(
        connections.Select((c, n) => Task.Run(async () =>
        {
            for (var i = n; i < requests.Count; i += Connections)
            {
                await c.AskAsync(requests[i], CancellationToken.None);
            }
        }))));

    /// <summary>The most answers a second.</summary>
    public async Task<double> MostAsync(int port, IReadOnlyList<byte[]> requests)
    {
        var perSecond = 0.0;
        await WithAsync(port, async connections =>
        {
            using var stop = new CancellationTokenSource();
            var ignored = new Latencies();
            Task[] asking = [.. connections.Select((c, n) => Task.Run(() => c.AskAsync(requests, First(n, requests), ignored, stop.Token)))];
            await EndedOr(asking, Warm);
            var (before, started) = (connections.Sum(c => c.Answers), Stopwatch.GetTimestamp());
            await EndedOr(asking, For);
            perSecond = (connections.Sum(c => c.Answers) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
            await stop.CancelAsync();
            await Load.EndAsync(asking);
        });
        return perSecond;
    }

    /// <summary>How long answers take at a rate, in all of the clients together.</summary>
    public async Task<Latencies> PacedAsync(int port, IReadOnlyList<byte[]> requests, double perSecond)
    {
        var latencies = new Latencies();
        var between = TimeSpan.FromSeconds(Connections / perSecond);
        foreach (var (time, into) in new[] { (Warm / 4, new Latencies()), (For, latencies) })
        {
            await WithAsync(port, async connections =>
            {
                using var stop = new CancellationTokenSource();
                Task[] asking = [.. connections.Select((c, n) => Task.Run(() => c.AskPacedAsync(
                    requests, First(n, requests), between, between * n / Connections, into, stop.Token)))];
                await EndedOr(asking, time);
                await stop.CancelAsync();
                await Load.EndAsync(asking);
            });
        }

        return latencies;
    }

    private int First(int connection, IReadOnlyList<byte[]> requests) => (int)((long)connection * requests.Count / Connections);

    private async Task WithAsync(int port, Func<IReadOnlyList<HttpConnection>, Task> use)
    {
        var connections = Enumerable.Range(0, Connections).Select(_ => new HttpConnection()).ToList();
        try
        {
            await Task.WhenAll(connections.Select(c => c.ConnectAsync(port, CancellationToken.None)));
            await use(connections);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private static Task<Task> EndedOr(Task[] asking, TimeSpan time) => Task.WhenAny(Task.WhenAny(asking), Task.Delay(time));
}
