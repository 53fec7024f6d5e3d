using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CityOps.Bench.Results;

namespace CityOps.Bench.Feed;

/// <summary>Reads the newest page of the list of cases again and again, and notes when what is expected is in it.</summary>
internal sealed class ListWatch(HttpClient http)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<(string Case, long Sequence), long> _expected = new();
    private volatile bool _complete;

    /// <summary>From acknowledgement to list.</summary>
    public Latencies Seen { get; private set; } = new();

    /// <summary>How long a reading of the list took.</summary>
    public Latencies Polls { get; private set; } = new();

    public void Expect(string id, long sequence, long acknowledged) => _expected[(id, sequence)] = acknowledged;

    public void Clear() => (Seen, Polls) = (new Latencies(), new Latencies());

    /// <summary>Nothing more will be expected.</summary>
    public void Complete() => _complete = true;

    /// <summary>Polls until everything expected has been seen.</summary>
    public async Task PollAsync()
    {
        var last = Stopwatch.GetTimestamp();
        while (!_complete || !_expected.IsEmpty)
        {
            last = await ReadAsync() || _expected.IsEmpty ? Stopwatch.GetTimestamp() : last;
            if (Stopwatch.GetElapsedTime(last) > Patience)
            {
                throw new BenchException($"{_expected.Count} commands do not show in the list.");
            }

            await Task.Delay(Between);
        }
    }

    /// <summary>Polls until everything expected so far has been seen.</summary>
    public async Task SettleAsync()
    {
        Complete();
        await PollAsync();
        _complete = false;
    }

    private async Task<bool> ReadAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var page = JsonDocument.Parse(await http.GetStringAsync("api/v1/cases?limit=200"));
        var now = Stopwatch.GetTimestamp();
        Polls.Record(started, now);
        var rows = page.RootElement.GetProperty("items").EnumerateArray().ToDictionary(
            r => r.GetProperty("id").GetString() ?? "", r => r.GetProperty("sequence").GetInt64());
        var any = false;
        foreach (var (expected, acknowledged) in _expected)
        {
            if (rows.GetValueOrDefault(expected.Case) >= expected.Sequence && _expected.TryRemove(expected, out _))
            {
                Seen.Record(acknowledged, Math.Max(acknowledged, now));
                any = true;
            }
        }

        return any;
    }
}
