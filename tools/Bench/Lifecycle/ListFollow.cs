using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace CityOps.Bench.Lifecycle;

/// <summary>How far the list of cases is behind the answers: looks for a sample of the closed cases until it shows them closed.</summary>
internal sealed class ListFollow(HttpClient http)
{
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<ClosedCase> _waiting = new();
    private readonly List<Lag> _lags = [];
    private long _sampled;
    private volatile bool _complete;

    /// <summary>The lags of the sample, in the order of its answers.</summary>
    public IReadOnlyList<Lag> Lags => _lags;

    /// <summary>A case was closed; now and then one is sampled.</summary>
    public void Note(ClosedCase closed)
    {
        var last = Interlocked.Read(ref _sampled);
        if (Stopwatch.GetElapsedTime(last, closed.Answered) >= BetweenSamples
            && Interlocked.CompareExchange(ref _sampled, closed.Answered, last) == last)
        {
            _waiting.Enqueue(closed);
        }
    }

    /// <summary>No further case will be closed.</summary>
    /// <param name="last">The one that was answered last.</param>
    public void Complete(ClosedCase last)
    {
        _waiting.Enqueue(last);
        _complete = true;
    }

    /// <summary>Looks until the last case is closed in the list. The feed goes in order, so the oldest of the sample comes first.</summary>
    public async Task FollowAsync()
    {
        while (!_complete || !_waiting.IsEmpty)
        {
            while (_waiting.TryPeek(out var oldest) && await ShowsAsync(oldest))
            {
                _lags.Add(new Lag(oldest.Answered, Stopwatch.GetElapsedTime(oldest.Answered)));
                _waiting.TryDequeue(out _);
            }

            if (_waiting.TryPeek(out var missing) && Stopwatch.GetElapsedTime(missing.Answered) > Patience)
            {
                throw new BenchException($"The list does not show case {missing.Id} closed after {Patience.TotalSeconds} s.");
            }

            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>Reads the list page by page and names the cases that it does not show closed.</summary>
    public async Task<IReadOnlyCollection<string>> MissingAsync(IEnumerable<ClosedCase> closed)
    {
        var (missing, from, next) = (closed.Select(c => c.Id).ToHashSet(), closed.Min(c => c.ReportedAt), "");
        do
        {
            using var page = await ReadAsync($"from={from.ToUnixTimeMilliseconds()}&limit=1000{next}");
            missing.ExceptWith(Ids(page));
            next = page.RootElement.GetProperty("next").GetString() is { } after ? $"&after={Uri.EscapeDataString(after)}" : null;
        }
        while (next is not null);
        return missing;
    }

    private async Task<bool> ShowsAsync(ClosedCase closed)
    {
        var at = closed.ReportedAt.ToUnixTimeMilliseconds();
        using var page = await ReadAsync($"from={at}&to={at + 1}");
        return Ids(page).Contains(closed.Id);
    }

    private async Task<JsonDocument> ReadAsync(string query) =>
        JsonDocument.Parse(await http.GetByteArrayAsync($"api/v1/cases?stage=closed&{query}"));

    private static IEnumerable<string> Ids(JsonDocument page) =>
        page.RootElement.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString() ?? "");
}

/// <summary>How long a case took from its last answer to the list.</summary>
/// <param name="Answered">When it was answered, by the stopwatch.</param>
/// <param name="Time">How long it took.</param>
internal sealed record Lag(long Answered, TimeSpan Time)
{
    /// <summary>The lag that so many of a hundred do not exceed, in milliseconds.</summary>
    public static double Milliseconds(IEnumerable<Lag> lags, double percentile)
    {
        double[] sorted = [.. lags.Select(l => l.Time.TotalMilliseconds).Order()];
        return sorted.Length > 0
            ? sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * percentile / 100))]
            : throw new BenchException("No closed case was sampled: take more seconds.");
    }
}
