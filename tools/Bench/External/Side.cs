using CityOps.Bench.Mqtt;
using CityOps.Bench.Results;

namespace CityOps.Bench.External;

/// <summary>One of the two that take positions from a broker: how many a second, and for how much processor time.</summary>
/// <param name="count">What it has got so far.</param>
/// <param name="processorTime">What it has used so far.</param>
internal sealed class Side(Func<Task<LoadCount>> count, Func<TimeSpan> processorTime)
{
    private readonly List<double> _perSecond = [];
    private readonly List<double> _microseconds = [];

    public double PerSecond => Median.Of(_perSecond);

    public double Microseconds => Median.Of(_microseconds);

    public double Last => _perSecond[^1];

    public async Task MeasureAsync(int port, LoadPlan plan)
    {
        var samples = new List<(double Count, TimeSpan Used)>();
        _perSecond.Add(await Ramp.RunAsync(port, plan, async () =>
        {
            var now = await count();
            samples.Add((now.Fixes, processorTime()));
            return now.Fixes;
        }));
        _microseconds.Add((samples[^1].Used - samples[0].Used).TotalMicroseconds / Math.Max(1, samples[^1].Count - samples[0].Count));
    }

    /// <summary>Waits until the broker has nothing left for it.</summary>
    public async Task SettleAsync()
    {
        double before;
        var now = (await count()).Received;
        do
        {
            before = now;
            await Task.Delay(TimeSpan.FromSeconds(1));
            now = (await count()).Received;
        }
        while (now != before);
    }
}
