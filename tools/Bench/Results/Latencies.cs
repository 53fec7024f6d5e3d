using System.Diagnostics;
using HdrHistogram;

namespace CityOps.Bench.Results;

/// <summary>Times between a send and its answer. Thread-safe.</summary>
internal sealed class Latencies
{
    private readonly LongConcurrentHistogram _microseconds = new(1, 120_000_000, 3);
    private volatile bool _counts = true;

    /// <summary>False in a warm-up: what is recorded then is passed over.</summary>
    public bool Counts
    {
        get => _counts;
        set => _counts = value;
    }

    public long Count => _microseconds.TotalCount;

    public void Record(long from, long to)
    {
        if (_counts)
        {
            _microseconds.RecordValue(Math.Max(1, (to - from) * 1_000_000 / Stopwatch.Frequency));
        }
    }

    public void Add(Latencies other) => _microseconds.Add(other._microseconds);

    /// <exception cref="BenchException">Nothing was recorded.</exception>
    public double Milliseconds(double percentile) => Count > 0
        ? _microseconds.GetValueAtPercentile(percentile) / 1000.0
        : throw new BenchException("No answer was timed: too little was measured.");
}
