using System.Diagnostics.Metrics;

namespace CityOps.Storage.Journal;

/// <summary>What is counted of the journal, on the meter <c>CityOps.Storage</c>. Thread-safe.</summary>
internal sealed class JournalMetrics
{
    private readonly Counter<long> _events;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _commit;

    public JournalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("CityOps.Storage");
        _events = meter.CreateCounter<long>("cityops.journal.events", description: "Events that were committed.");
        _failures = meter.CreateCounter<long>("cityops.journal.failures", description: "Commits that failed.");
        // What appears only with its first number does not grow by it.
        _failures.Add(0);
        _commit = meter.CreateHistogram(
            "cityops.journal.commit", "s", "How long a group commit of events took.", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
            });
    }

    public void Committed(int events, TimeSpan took)
    {
        _events.Add(events);
        _commit.Record(took.TotalSeconds);
    }

    public void Failed() => _failures.Add(1);
}
