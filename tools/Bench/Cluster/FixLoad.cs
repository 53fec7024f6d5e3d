using System.Diagnostics;
using CityOps.Bench.Mqtt;

namespace CityOps.Bench.Cluster;

/// <summary>Vehicles behind gateways that publish their fixes to the broker at a pace, each again until it is acknowledged.</summary>
internal sealed class FixLoad
{
    private const int Gateways = 10;
    private const int InFlight = 100;
    private const int ReadersAtOnce = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<ClusterNode> _nodes;
    private readonly (ResendingPublisher Publisher, FleetDevice[] Vehicles)[] _gateways;

    /// <param name="nodes">Where tracks are read.</param>
    /// <param name="port">The broker's.</param>
    /// <param name="perSecond">How many fixes a second.</param>
    /// <param name="vehicles">How many vehicles send them.</param>
    public FixLoad(IReadOnlyList<ClusterNode> nodes, int port, int perSecond, int vehicles)
    {
        _nodes = nodes;
        var begin = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(-20).ToUnixTimeSeconds());
        _gateways =
        [
            .. Enumerable.Range(0, vehicles).Select(i => new FleetDevice($"fault-{i:D5}", begin)).Chunk(Math.Max(1, vehicles / Gateways))
                .Select(own => (new ResendingPublisher(port, own, 1, InFlight, (double)perSecond * own.Length / vehicles), own)),
        ];
    }

    public long Sent => _gateways.Sum(g => g.Publisher.Sent);

    public long Acknowledged => _gateways.Sum(g => (long)g.Publisher.Acknowledged);

    /// <summary>How many of them the tracks have.</summary>
    public long Found { get; private set; }

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    /// <summary>Sends until it is stopped, and then until everything is acknowledged.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_gateways.Select(
        g => Task.Run(() => g.Publisher.SendAsync(() => !stop.IsCancellationRequested, () => { }, CancellationToken.None), CancellationToken.None)));

    /// <summary>What was acknowledged is in the tracks, once, or soon will be.</summary>
    public async Task CheckAsync()
    {
        // A gateway is acknowledged in order, and its vehicles send in turn.
        var expected = _gateways.SelectMany(g => g.Vehicles.Select((vehicle, i) =>
            (Vehicle: vehicle, Count: (g.Publisher.Acknowledged - i + g.Vehicles.Length - 1) / g.Vehicles.Length))).ToList();
        var since = Stopwatch.StartNew();
        foreach (var some in expected.Chunk(ReadersAtOnce))
        {
            foreach (var (count, lost, doubled) in await Task.WhenAll(some.Select((e, i) => CheckAsync(e.Vehicle, e.Count, since, i))))
            {
                (Found, Lost, Doubled) = (Found + count - lost, Lost + lost, Doubled + doubled);
            }
        }
    }

    private async Task<(int Count, int Lost, int Doubled)> CheckAsync(FleetDevice vehicle, int count, Stopwatch since, int reader)
    {
        var any = new AnyNode(_nodes, reader, ReadPatience);
        string[] expected = [.. vehicle.TrackOf(0, count)];
        while (true)
        {
            var (status, csv) = await any.AskAsync(
                () => new HttpRequestMessage(
                    HttpMethod.Get, $"api/v1/vehicles/{vehicle.Id}/track?format=csv&from={vehicle.Time(0)}&to={vehicle.Time(count)}"),
                CancellationToken.None);

            // Of a vehicle none of whose fixes are stored nothing is known.
            var found = status switch
            {
                200 => csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => string.Join(',', line.Split(',')[..3])).CountBy(line => line).ToDictionary(),
                404 => [],
                _ => throw new BenchException($"The track of {vehicle.Id} answers {status}: {csv}"),
            };
            var lost = expected.Count(line => !found.ContainsKey(line));
            var doubled = found.Values.Count(times => times > 1);
            if (lost == 0 || since.Elapsed > Patience)
            {
                return (count, lost, doubled);
            }

            await Task.Delay(BetweenLooks);
        }
    }
}
