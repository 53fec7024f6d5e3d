using System.Diagnostics;
using System.Text.Json;

namespace CityOps.Bench.Cluster;

/// <summary>
/// Reads and changes some cases, spread over the shards, all the time, at whichever node answers: how long each was without service.
/// Beside it every node is asked for them, also those that the others go on without: none may answer from the past.
/// </summary>
internal sealed class ServiceProbe(IReadOnlyList<ClusterNode> nodes, IReadOnlyList<string> cases)
{
    private const int ReadsAWrite = 3;
    private const string Acting = "shiftLead:probe";
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Longer than a node stands still: what it says when it wakes up is what is looked for.
    private static readonly TimeSpan WitnessPatience = TimeSpan.FromSeconds(60);

    private readonly ProbedCase[] _cases = [.. cases.Select(id => new ProbedCase(id))];
    private int _past;

    /// <summary>How many answers were older than one before them.</summary>
    public int Past => Volatile.Read(ref _past);

    /// <summary>The commands that were acknowledged.</summary>
    public IEnumerable<Acknowledgement> Acknowledged => _cases.SelectMany(c => c.Acknowledged());

    /// <summary>Asks until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        [.. _cases.Select((c, i) => AskAsync(c, i, stop)), .. nodes.Select(n => WitnessAsync(n, stop))]);

    /// <summary>From now on the longest times are counted anew.</summary>
    public void Begin() => Array.ForEach(_cases, c => c.Begin());

    /// <summary>Waits until every case has been answered after this.</summary>
    public async Task AllAnsweredAsync()
    {
        var now = Stopwatch.GetTimestamp();
        while (_cases.Any(c => c.Last < now))
        {
            await Task.Delay(Between);
        }
    }

    /// <summary>The longest time that any case was without an answer, and the most that any was in all.</summary>
    public (double Longest, double All) End()
    {
        var gaps = _cases.Select(c => c.Gaps()).ToList();
        return (gaps.Max(g => g.Longest), gaps.Max(g => g.All));
    }

    private async Task AskAsync(ProbedCase @case, int number, CancellationToken stop)
    {
        var any = new AnyNode(nodes, number, Patience);
        try
        {
            for (var step = number; ; step++)
            {
                var (key, known) = ($"probe-{step}", @case.Known);
                var isWrite = step % (ReadsAWrite + 1) == 0;
                var (status, body) = await any.AskAsync(
                    () => isWrite
                        ? CaseDesk.Post($"api/v1/cases/{@case.Id}/acts/urge", Acting, key, new { })
                        : new HttpRequestMessage(HttpMethod.Get, $"api/v1/cases/{@case.Id}"),
                    stop);
                if (status != 200)
                {
                    throw new BenchException($"The case {@case.Id} answers {status}: {body}");
                }

                if (!@case.Answered(Sequence(body), known, isWrite ? key : null))
                {
                    Interlocked.Increment(ref _past);
                }

                await Task.Delay(Between, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private async Task WitnessAsync(ClusterNode node, CancellationToken stop)
    {
        for (var step = 0; !stop.IsCancellationRequested; step++)
        {
            var @case = _cases[step % _cases.Length];
            var known = @case.Known;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(WitnessPatience);
            try
            {
                using var answer = await node.Http.GetAsync($"api/v1/cases/{@case.Id}", patience.Token);
                if (answer.IsSuccessStatusCode && Sequence(await answer.Content.ReadAsStringAsync(patience.Token)) < known)
                {
                    Interlocked.Increment(ref _past);
                }

                await Task.Delay(Between, patience.Token);
            }
            catch (Exception e) when (AnyNode.IsNoAnswer(e))
            {
                await Task.Delay(Between, CancellationToken.None);
            }
        }
    }

    private static long Sequence(string body) => JsonElement.Parse(body).GetProperty("sequence").GetInt64();
}

/// <summary>What a probe knows of a case. Thread-safe.</summary>
internal sealed class ProbedCase(string id)
{
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<Acknowledgement> _acknowledged = [];
    private long _known;
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _longest;
    private TimeSpan _all;

    public string Id => id;

    /// <summary>The newest version that was answered.</summary>
    public long Known => Volatile.Read(ref _known);

    /// <summary>When the last answer came, by the stopwatch.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Notes an answer.</summary>
    /// <returns>False if it is older than what was known when it was asked for.</returns>
    public bool Answered(long sequence, long known, string? command)
    {
        lock (_gate)
        {
            (_longest, _all) = With(Stopwatch.GetTimestamp());
            Volatile.Write(ref _last, Stopwatch.GetTimestamp());
            _known = Math.Max(_known, sequence);
            if (command is not null)
            {
                _acknowledged.Add(new Acknowledgement(id, command));
            }

            return sequence >= known;
        }
    }

    public void Begin()
    {
        lock (_gate)
        {
            (_longest, _all) = (TimeSpan.Zero, TimeSpan.Zero);
        }
    }

    /// <summary>In seconds; in all only those of more than a second.</summary>
    public (double Longest, double All) Gaps()
    {
        lock (_gate)
        {
            var (longest, all) = With(Stopwatch.GetTimestamp());
            return (longest.TotalSeconds, all.TotalSeconds);
        }
    }

    public IReadOnlyList<Acknowledgement> Acknowledged()
    {
        lock (_gate)
        {
            return [.. _acknowledged];
        }
    }

    private (TimeSpan Longest, TimeSpan All) With(long now)
    {
        var gap = Stopwatch.GetElapsedTime(_last, now);
        return (gap > _longest ? gap : _longest, gap > Counted ? _all + gap : _all);
    }
}
