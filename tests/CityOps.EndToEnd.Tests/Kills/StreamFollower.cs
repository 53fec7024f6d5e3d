using System.Net.ServerSentEvents;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests.Kills;

/// <summary>Follows cases like a browser: whenever the engine was killed it comes again with the last id that it has had.</summary>
internal sealed class StreamFollower(IRunningEngine engine)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);
    private readonly List<(string Case, long Sequence)> _heard = [];
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _lastEventId = "";

    /// <summary>Completes when the first answer has begun: from there on it hears of everything.</summary>
    public Task Began => _began.Task;

    /// <summary>What it was told, in that order.</summary>
    public IReadOnlyList<(string Case, long Sequence)> Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>How often it had to come again.</summary>
    public int CameAgain { get; private set; }

    /// <summary>How far it is, for a test that fails.</summary>
    public override string ToString() => $"{Heard.Count} heard, the last with id {_lastEventId}; came again {CameAgain} times";

    /// <summary>Follows until it is stopped.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stop);
            }
            catch (Exception e) when (Wait.IsOfADeadPeer(e))
            {
                CameAgain += stop.IsCancellationRequested ? 0 : 1;
            }

            await Task.WhenAny(Task.Delay(BetweenTries, stop));
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/stream?topics=cases");
        if (_lastEventId.Length > 0)
        {
            request.Headers.Add("Last-Event-ID", _lastEventId);
        }

        using var answer = await engine.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (!answer.IsSuccessStatusCode)
        {
            return;
        }

        // What an answer begins after is settled before its headers come.
        _began.TrySetResult();
        var parser = SseParser.Create(await answer.Content.ReadAsStreamAsync(stop));
        await foreach (var item in parser.EnumerateAsync(stop))
        {
            Assert.Equal("case", item.EventType);
            var data = JsonElement.Parse(item.Data);
            _lastEventId = parser.LastEventId;
            lock (_heard)
            {
                _heard.Add((data.Text("case"), data.GetProperty("sequence").GetInt64()));
            }
        }
    }
}
