using System.Threading.Channels;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>
/// Wakes the entities of one slice when they are due, in due order and a bounded number at once. At least once: what it does
/// not get done stays in the index. Once in the journal, because the entity decides. Never early, by the engine's clock, and
/// whichever way that jumps. One run at a time.
/// </summary>
internal sealed class DeadlineWorker(
    int slice,
    IDeadlineIndex index,
    DeadlineKinds kinds,
    DeadlineNews news,
    TimeProvider clock,
    DeadlineMetrics metrics,
    ILogger logger,
    int near = DeadlineWorker.Near)
{
    /// <summary>How many entities are woken at once; more would only wait for the journal, and open its circuit breaker.</summary>
    public const int AtOnce = 64;

    /// <summary>How many entries of the slice are in memory: what falls due next.</summary>
    public const int Near = 50_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenSurveys = TimeSpan.FromSeconds(10);

    // The news of what was put into the index on another node do not come here.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SmallestJump = TimeSpan.FromSeconds(1);

    private readonly DeadlineQueue _near = new(near);

    // With the moment that each was taken for, and those for which a later moment came meanwhile.
    private readonly Dictionary<string, Instant> _inFlight = [];
    private readonly HashSet<string> _dueAgain = [];
    private readonly Dictionary<string, int> _failures = [];
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private Instant _latest = Instant.MinValue;
    private long? _surveyedAt;
    private long? _lookedAt;
    private bool _isToSearch;

    /// <summary>Runs until it is cancelled; throws if the index cannot be read.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var wakeUp = clock.CreateTimer(_ => Post(() => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        news.Committed += Hear;
        try
        {
            _near.Clear();
            while (true)
            {
                await StepAsync(cancel);
                Arm(wakeUp);
                await _inbox.Reader.WaitToReadAsync(cancel);
                while (_inbox.Reader.TryRead(out var happened))
                {
                    happened();
                }
            }
        }
        finally
        {
            news.Committed -= Hear;
            if (cancel.IsCancellationRequested)
            {
                Leave();
            }
        }
    }

    /// <summary>Says no more what is in the slice; also for a worker that failed and will not run again.</summary>
    public void Leave() => metrics.Left(slice);

    private async Task StepAsync(CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (_near.IsOverfull || now + Duration.FromTimeSpan(SmallestJump) < _latest)
        {
            // A clock that was set back leaves the queue with moments to try again that are now far ahead.
            _near.Clear();
            _failures.Clear();
        }

        _latest = now;
        do
        {
            if (_near.IsLow)
            {
                _near.Fill(await index.EarliestAsync(slice, _near.FillAfter, _near.Capacity, cancel));
            }
        }
        while (await WakeDueAsync(now, cancel) || (_near.IsLow && _inFlight.Count < AtOnce));
        await LookAsync(cancel);
    }

    /// <summary>Wakes what is due, as far as there is room.</summary>
    /// <returns>True if there may be more.</returns>
    private async Task<bool> WakeDueAsync(Instant now, CancellationToken cancel)
    {
        var due = new Dictionary<string, Instant>();
        while (_inFlight.Count + due.Count < AtOnce && _near.TakeDue(now, out var moment) is { } entity)
        {
            if (!_inFlight.TryGetValue(entity, out var inFlight))
            {
                due[entity] = moment;
            }
            else if (moment > inFlight)
            {
                _dueAgain.Add(entity);
            }
        }

        if (due.Count == 0)
        {
            return false;
        }

        // In flight from here on: were they before, an index that cannot be read would leave them so for ever.
        var entries = await index.FindAsync(due.Keys, cancel);
        foreach (var entry in entries.Where(e => e.Due <= now).OrderBy(e => e.Due))
        {
            _inFlight[entry.Entity] = due[entry.Entity];
            _ = WakeAsync(entry, cancel);
        }

        // What was to be tried again and has moved meanwhile is not tried any more: a look must find it by its new moment.
        foreach (var entity in due.Keys.Where(entity => !_inFlight.ContainsKey(entity)))
        {
            _failures.Remove(entity);
        }

        return true;
    }

    private async Task WakeAsync(Deadline entry, CancellationToken cancel)
    {
        WakeAnswer answer;
        try
        {
            answer = await kinds.Of(entry).WakeAsync(entry, cancel);
            if (answer.Outcome == WakeOutcome.Nothing)
            {
                await index.CorrectAsync(answer.Entry, cancel);
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // Whatever it was, the entry is still in the index, and the other entities are still due.
            logger.NotWoken(e, entry.Entity);
            answer = new WakeAnswer(WakeOutcome.Unavailable, entry);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Post(() => Woken(entry, answer));
    }

    private void Woken(Deadline entry, WakeAnswer answer)
    {
        var now = clock.GetCurrentInstant();
        _inFlight.Remove(entry.Entity);
        var isDueAgain = _dueAgain.Remove(entry.Entity);
        metrics.Woken(answer.Outcome, now - entry.Due.GetValueOrDefault(now));
        if (answer.Outcome == WakeOutcome.Unavailable)
        {
            var failures = _failures[entry.Entity] = _failures.GetValueOrDefault(entry.Entity) + 1;
            _near.Add(entry.Entity, now + Backoff(failures));
            return;
        }

        _failures.Remove(entry.Entity);
        if (isDueAgain)
        {
            // The answer may be from before what came due meanwhile; the index knows.
            _near.Add(entry.Entity, now);
        }

        if (answer.Entry.Due > now || answer.Outcome == WakeOutcome.Fired)
        {
            // What fell due since it decided is due at once: the feed's news of it may have come while it was in flight.
            _near.Offer(entry.Entity, answer.Entry.Due);
        }
        else if (answer is { Outcome: WakeOutcome.Nothing, Entry.Due: not null })
        {
            // Its clock is behind ours.
            _near.Add(entry.Entity, now + Backoff(1));
        }
    }

    /// <summary>Counts, and finds what the news did not tell, before it is due; when there is room, so that it does not add to a storm.</summary>
    private async Task LookAsync(CancellationToken cancel)
    {
        if (IsOver(_surveyedAt, BetweenSurveys))
        {
            _surveyedAt = clock.GetTimestamp();
            metrics.Surveyed(slice, await index.SurveyAsync(slice, clock.GetCurrentInstant(), cancel));
        }

        if (IsOver(_lookedAt, BetweenLooks))
        {
            (_lookedAt, _isToSearch) = (clock.GetTimestamp(), true);
        }

        if (!_isToSearch || _inFlight.Count >= AtOnce)
        {
            return;
        }

        _isToSearch = false;
        var soon = clock.GetCurrentInstant() + Duration.FromTimeSpan(2 * BetweenSurveys);
        foreach (var entry in await index.EarliestAsync(slice, after: null, AtOnce * 4, cancel))
        {
            if (entry.Due <= soon && !_inFlight.ContainsKey(entry.Entity) && !_failures.ContainsKey(entry.Entity))
            {
                _near.Add(entry.Entity, entry.Due);
            }
        }
    }

    /// <summary>Sets the timer for the next moment; not for long, since a timer does not see that the clock was set.</summary>
    private void Arm(ITimer wakeUp)
    {
        Instant now;
        do
        {
            now = clock.GetCurrentInstant();
            var wait = _inFlight.Count < AtOnce && _near.Next is { } next
                ? Duration.Min(Duration.Max(next - now, Duration.Zero), Duration.FromTimeSpan(LongestWait)).ToTimeSpan()
                : LongestWait;
            wakeUp.Change(wait, Timeout.InfiniteTimeSpan);
        }
        while (clock.GetCurrentInstant() - now > Duration.FromMilliseconds(1)); // else the wait was counted from another moment
    }

    private void Hear(IReadOnlyList<(string Entity, Instant Due)> entries)
    {
        var own = entries.Where(e => DeadlineSlices.Of(e.Entity) == slice).ToList();
        if (own.Count > 0)
        {
            Post(() => own.ForEach(e => _near.Offer(e.Entity, e.Due)));
        }
    }

    private bool IsOver(long? since, TimeSpan time) => since is not { } last || clock.GetElapsedTime(last) >= time;

    private void Post(Action happened) => _inbox.Writer.TryWrite(happened);

    private static Duration Backoff(int failures) =>
        Duration.FromTimeSpan(TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures, 16) - 1), LongestBackoff.TotalSeconds)));
}
