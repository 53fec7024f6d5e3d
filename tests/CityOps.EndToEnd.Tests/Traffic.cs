using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>
/// What clients send into the engine while it is killed: reports over HTTP, a collector's reports and a vehicle's fixes over
/// MQTT. Each message has its own id and is sent again until it is acknowledged.
/// </summary>
internal sealed class Traffic(EngineProcess engine) : IAsyncDisposable
{
    public const string Vehicle = "v0001";
    private const int HttpReports = 300;
    private const int MqttReports = 100;
    private const int Fixes = 300;
    private const int Reporters = 4;

    /// <summary>More than are on their way at any time, and fewer than the last kill leaves.</summary>
    private const int Beyond = 30;

    private readonly DeviceClient _vehicle = new($"vehicles/{Vehicle}", engine.MqttPort);
    private readonly DeviceClient _collector = new("collectors/c0001", engine.MqttPort);
    private readonly ConcurrentDictionary<string, string> _cases = new();
    private readonly SemaphoreSlim _allowed = new(0);
    private int _allowance;
    private int _acknowledged;
    private (int Count, TaskCompletionSource Reached) _awaited = (int.MaxValue, new());

    /// <summary>How many messages a whole run has.</summary>
    public static int Total => HttpReports + MqttReports + Fixes;

    /// <summary>The time of the first fix; in whole seconds.</summary>
    public DateTimeOffset Begin { get; } =
        DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds());

    /// <summary>The case that was acknowledged for each source.</summary>
    public IReadOnlyDictionary<string, string> Cases => _cases;

    /// <summary>How many messages were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Every fix as the track has it.</summary>
    public IEnumerable<string> Track => Enumerable.Range(0, Fixes).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"{Begin.AddSeconds(i):yyyy-MM-ddTHH:mm:ssZ},{115.82 + i * 0.0001:0.####},28.6476"));

    /// <summary>
    /// Lets the clients go on until so many messages are acknowledged. They stop soon after it by themselves, so that a fast engine
    /// does not finish them before the test has looked; most of those that follow are on their way just then.
    /// </summary>
    public Task ReachAsync(int acknowledged)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited = (acknowledged, reached);
        Allow(acknowledged + Beyond);
        if (Acknowledged >= acknowledged)
        {
            reached.TrySetResult();
        }

        return reached.Task;
    }

    /// <summary>Lets the clients send the rest.</summary>
    public void AllowAll() => Allow(2 * Total);

    /// <summary>Sends everything.</summary>
    /// <param name="again">True: it has been sent before, and every answer must say so.</param>
    public async Task SendAsync(bool again)
    {
        var left = new ConcurrentQueue<int>(Enumerable.Range(0, HttpReports));
        var reporters = Enumerable.Range(0, Reporters).Select(async _ =>
        {
            while (left.TryDequeue(out var i))
            {
                await _allowed.WaitAsync();
                await ReportOverHttpAsync(i, again);
            }
        });
        await Task.WhenAll([.. reporters, ReportOverMqttAsync(again), DriveAsync()]);
    }

    /// <summary>Everything that was acknowledged is there, once: cases, lists and tracks.</summary>
    public async Task CheckAsync()
    {
        foreach (var (source, id) in Cases)
        {
            var found = await engine.GetAsync($"api/v1/cases/{id}");
            Assert.Equal((source, id), (found.Text("source"), found.Text("id")));
            Assert.Equal(["reported"], await engine.DoneToAsync(id));
        }

        var listed = await engine.CasesAsync();
        await Wait.UntilAsync(
            async () => (listed = await engine.CasesAsync()).Count >= Cases.Count,
            () => $"{listed.Count} of {Cases.Count} cases are listed.\n{engine.Log}");
        Assert.Equal(
            Cases.Select(c => (c.Key, c.Value)).Order(), listed.Select(c => (c.Text("source"), c.Text("id"))).Order());
        Assert.Equal(Track, await engine.TrackAsync(Vehicle, Begin.AddHours(-1), Begin.AddHours(1)));
    }

    public async ValueTask DisposeAsync()
    {
        await _vehicle.DisposeAsync();
        await _collector.DisposeAsync();
        _allowed.Dispose();
    }

    private async Task ReportOverHttpAsync(int i, bool again)
    {
        var source = $"r-{i}";
        var body = new
        {
            t = Begin,
            lon = Place(i).Lon,
            lat = Place(i).Lat,
            kind = "incident",
            category = "0101",
            channel = "hotline",
            source,
        };
        var id = await Wait.ForAsync(
            async cancel =>
            {
                var (status, answer) = await engine.PostAsync("api/v1/reports", body, cancel: cancel);
                Assert.True(
                    status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable || (status == HttpStatusCode.Created && !again),
                    $"{source}: {status} {answer}");
                return status == HttpStatusCode.ServiceUnavailable ? null : answer.Text("id");
            },
            () => $"No answer for {source}.");
        Note(source, id);
    }

    private async Task ReportOverMqttAsync(bool again)
    {
        for (var i = 0; i < MqttReports; i++)
        {
            await _allowed.WaitAsync();
            var answer = await _collector.AskAsync("report", $"m-{i}", JsonSerializer.Serialize(new
            {
                id = $"m-{i}",
                t = Begin,
                lon = Place(HttpReports + i).Lon,
                lat = Place(HttpReports + i).Lat,
                kind = "incident",
                category = "0101",
            }));
            Assert.True(
                answer.Text("status") == "duplicate" || (answer.Text("status") == "accepted" && !again), answer.ToString());
            Note($"c0001/m-{i}", answer.Text("case"));
        }
    }

    private async Task DriveAsync()
    {
        for (var i = 0; i < Fixes; i++)
        {
            await _allowed.WaitAsync();
            await _vehicle.SendAsync("position", JsonSerializer.Serialize(
                new { t = Begin.AddSeconds(i), lon = Math.Round(115.82 + i * 0.0001, 4), lat = 28.6476 }));
            Count();
        }
    }

    // More than 50 m apart: no report is like another, and so none has more events than its own.
    private static (double Lon, double Lat) Place(int i) => (115.8287 + i % 20 * 0.0007, 28.6476 + i / 20 * 0.0006);

    private void Note(string source, string id)
    {
        // The same source is the same case, however often it is sent.
        Assert.Equal(id, _cases.GetOrAdd(source, id));
        Count();
    }

    private void Allow(int messages)
    {
        if (messages > _allowance)
        {
            _allowed.Release(messages - _allowance);
            _allowance = messages;
        }
    }

    private void Count()
    {
        var acknowledged = Interlocked.Increment(ref _acknowledged);
        var (count, reached) = _awaited;
        if (acknowledged >= count)
        {
            reached.TrySetResult();
        }
    }
}
