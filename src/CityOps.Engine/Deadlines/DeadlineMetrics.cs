using System.Diagnostics.Metrics;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>What the deadline workers count, on the engine's meter. Thread-safe.</summary>
internal sealed class DeadlineMetrics
{
    private readonly Counter<long> _woken;
    private readonly Counter<long> _recomputed;
    private readonly Histogram<double> _lateness;
    private readonly long[] _pending = new long[DeadlineSlices.Count];
    private readonly long[] _dueNow = new long[DeadlineSlices.Count];

    public DeadlineMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(EngineMetrics.MeterName);
        _woken = meter.CreateCounter<long>("cityops.deadlines.woken", description: "Entities woken, by outcome: fired, nothing, unavailable.");
        _recomputed = meter.CreateCounter<long>("cityops.deadlines.recomputed", description: "Entities told of another calendar, by outcome.");
        _lateness = meter.CreateHistogram(
            "cityops.deadlines.lateness", "s", "From a due time to its event in the journal.", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 86_400],
            });
        meter.CreateObservableGauge("cityops.deadlines.pending", () => _pending.Sum(), description: "Entries of the index with a due time, as last counted.");
        meter.CreateObservableGauge("cityops.deadlines.due", () => _dueNow.Sum(), description: "Entries of the index that are due, as last counted.");
    }

    public void Surveyed(int slice, DeadlineSurvey survey)
    {
        Volatile.Write(ref _pending[slice], survey.Pending);
        Volatile.Write(ref _dueNow[slice], survey.DueNow);
    }

    /// <summary>Another node counts the slice from here on: two would tell of the same entries, and this one for ever of what it saw last.</summary>
    public void Left(int slice) => Surveyed(slice, new DeadlineSurvey(0, 0, null));

    public void Woken(WakeOutcome outcome, Duration late)
    {
        _woken.Add(1, NameOf(outcome));
        if (outcome == WakeOutcome.Fired)
        {
            _lateness.Record(late.TotalSeconds);
        }
    }

    public void Recomputed(WakeOutcome outcome) => _recomputed.Add(1, NameOf(outcome));

    private static KeyValuePair<string, object?> NameOf(WakeOutcome outcome) => new("outcome", outcome.ToString().ToLowerInvariant());
}
