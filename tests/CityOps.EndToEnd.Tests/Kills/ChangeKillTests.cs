using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Kills;

/// <summary>
/// Cases go their way while the engine is killed again and again in the middle of telling others of them: a webhook's receiver is told
/// of every event at least once, a reader of the stream exactly once, both in order for each case, and neither of anything else.
/// </summary>
public sealed class ChangeKillTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Kills = 6;
    private const int Cases = 40;
    private const int Desks = 8;
    private const int Seed = 25;

    private static readonly (string Act, string Acting, object Body)[] Acts =
    [
        ("file", "shiftLead:s1", new { condition = "2" }),
        ("dispatch", "dispatcher:d1", new { department = "city-water" }),
        ("accept", "handler:h1@city-water", new { }),
        ("handled", "handler:h1@city-water", new { note = "done" }),
        ("inspect", "shiftLead:s1", new { }),
        ("close", "leader:l1", new { forced = true, note = "seen from the road" }),
    ];

    private readonly DateTimeOffset _begin = DateTimeOffset.UtcNow;
    private readonly EngineProcess _engine = new();
    private readonly WebhookReceiver _receiver = new();
    private readonly ConcurrentBag<string> _cases = [];
    private readonly CancellationTokenSource _stop = new();
    private int _killAt = int.MaxValue;
    private int _kills;

    public async Task InitializeAsync()
    {
        _receiver.OnTaken = KillIfItIsTime;
        await _receiver.InitializeAsync();
        await _engine.StartAsync();
    }

    public Task DisposeAsync() => _receiver.DisposeAsync();

    public void Dispose()
    {
        _stop.Cancel();
        _engine.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Webhooks_and_streams_tell_what_the_journal_has_whatever_was_killed_when()
    {
        var (status, made) = await _engine.PostAsync("api/v1/webhooks", new { url = _receiver.Url }, "leader:l1");
        Assert.Equal(HttpStatusCode.Created, status);
        var follower = new StreamFollower(_engine);
        var following = follower.FollowAsync(_stop.Token);
        await follower.Began.WaitAsync(Wait.Deadline);
        var acting = Task.WhenAll(Enumerable.Range(0, Desks).Select(ActAsync));

        // Who comes again without an id comes new.
        await HeardAsync(1);
        var random = new Random(Seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Counted from where this life of the engine began: until it is seen to be ready, a busy machine may have told of all there is.
            Volatile.Write(ref _killAt, _receiver.Taken.Count + random.Next(5, 30));
            await UntilAsync(() => Task.FromResult(Volatile.Read(ref _kills) == kill), $"Kill {kill} does not come.");
            output.WriteLine($"Killed after {_receiver.Taken.Count} messages.");
            await (kill < Kills ? _engine.StartUntilAsync("follows the journal") : _engine.StartAsync());
        }

        await acting.WaitAsync(Wait.Deadline);
        var journalled = new Dictionary<string, IReadOnlyList<long>>();
        foreach (var id in _cases)
        {
            var events = await _engine.GetAsync($"api/v1/cases/{id}/events");
            journalled[id] = [.. events.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64())];
        }

        var total = journalled.Values.Sum(s => s.Count);
        await UntilAsync(() => Task.FromResult(Told().Count >= total), "Not all is delivered.");
        await HeardAsync(total);

        Assert.InRange(journalled.Count, Cases, int.MaxValue);
        Assert.All(_receiver.Taken, taken => Assert.True(taken.IsSignedWith(made.Text("secret"))));
        Same(journalled, Told());
        Same(journalled, follower.Heard);
        Assert.InRange(follower.CameAgain, 1, int.MaxValue);
        output.WriteLine($"{total} events, {_receiver.Taken.Count} messages, came again {follower.CameAgain} times.");
        await _stop.CancelAsync();
        await following;

        Task HeardAsync(int count) => Wait.UntilAsync(
            async () =>
            {
                if (following.IsFaulted)
                {
                    await following;
                }

                return follower.Heard.Count >= count;
            },
            () => $"Of {count} events not all are streamed: {follower}.\n{_engine.Log}");
    }

    /// <summary>What the receiver was told, each the first time: in the order in which it came.</summary>
    private List<(string Case, long Sequence)> Told() =>
    [
        .. _receiver.Taken.Select(t => t.Headers["webhook-id"]).Distinct().Select(id => id.Split('-'))
            .Select(parts => (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture))),
    ];

    private static void Same(Dictionary<string, IReadOnlyList<long>> journalled, IReadOnlyList<(string Case, long Sequence)> told)
    {
        Assert.Equal(journalled.Keys.Order(), told.Select(t => t.Case).Distinct().Order());
        foreach (var own in told.GroupBy(t => t.Case))
        {
            Assert.Equal(journalled[own.Key], own.Select(t => t.Sequence));
        }
    }

    /// <summary>Kills in the middle of a delivery: the receiver has it, the engine does not know yet.</summary>
    private void KillIfItIsTime()
    {
        var killAt = Volatile.Read(ref _killAt);
        if (_receiver.Taken.Count >= killAt && Interlocked.CompareExchange(ref _killAt, int.MaxValue, killAt) == killAt)
        {
            _engine.Kill();
            Interlocked.Increment(ref _kills);
        }
    }

    private async Task ActAsync(int desk)
    {
        // At least so many, and more until the last kill: it comes with the messages that these lead to.
        for (var i = desk; i < Cases || (Volatile.Read(ref _kills) < Kills && !_stop.IsCancellationRequested); i += Desks)
        {
            var report = new
            {
                t = _begin,
                lon = 115.8287 + (i % 20 * 0.0007),
                lat = 28.6476 + (i / 20 * 0.0006),
                kind = "component",
                category = "0101",
                channel = "hotline",
                source = $"change-{i}",
            };
            var id = await DoneAsync("api/v1/reports", report, "leader:l1", $"report-{i}", body => body.Text("id"));
            foreach (var (act, acting, body) in Acts)
            {
                await DoneAsync($"api/v1/cases/{id}/acts/{act}", body, acting, $"{act}-{i}", answer => answer.Text("stage"));
            }

            _cases.Add(id);
        }
    }

    /// <summary>Sends it until it is answered; the same key again changes nothing.</summary>
    private Task<string> DoneAsync(string path, object body, string acting, string key, Func<System.Text.Json.JsonElement, string> read) =>
        Wait.ForAsync(
            async cancel =>
            {
                var (status, answer) = await _engine.PostAsync(path, body, acting, key, cancel);
                Assert.True(
                    status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"{path}: {status} {answer}");
                return status == HttpStatusCode.ServiceUnavailable ? null : read(answer);
            },
            () => $"No answer for {path}.\n{_engine.Log}");

    private Task UntilAsync(Func<Task<bool>> condition, string otherwise) =>
        Wait.UntilAsync(condition, () => $"{otherwise} {_receiver.Taken.Count} messages came.\n{_engine.Log}");
}
