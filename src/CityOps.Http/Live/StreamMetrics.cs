using System.Diagnostics.Metrics;
using CityOps.Engine;
using NodaTime;

namespace CityOps.Http.Live;

/// <summary>What is counted of streams. Thread-safe.</summary>
internal sealed class StreamMetrics
{
    private readonly Counter<long> _sent;
    private readonly Counter<long> _behind;
    private readonly Histogram<double> _delay;
    private readonly TimeProvider _clock;

    public StreamMetrics(IMeterFactory meters, StreamSeats seats, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create("CityOps.Http");
        meter.CreateObservableGauge("cityops.stream.readers", () => seats.Taken, description: "Readers of the live stream.");
        _sent = meter.CreateCounter<long>("cityops.stream.events", description: "Events sent to readers, by topic.");
        _behind = meter.CreateCounter<long>(
            "cityops.stream.behind", description: "How often a slow reader was taken to the newest state, by topic.");
        foreach (var topic in new[] { "cases", "positions" })
        {
            // What appears only with its first number does not grow by it.
            _behind.Add(0, new KeyValuePair<string, object?>("topic", topic));
        }

        _delay = meter.CreateHistogram(
            "cityops.stream.delay", "s", "From the decision on a case until the event is on its way to a reader.", tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
            });
    }

    public void Sent(string topic, int count) => _sent.Add(count, new KeyValuePair<string, object?>("topic", topic));

    public void Behind(string topic, int count) => _behind.Add(count, new KeyValuePair<string, object?>("topic", topic));

    public void Delay(Instant at) => _delay.Record(Math.Max(0, (_clock.GetCurrentInstant() - at).TotalSeconds));
}
