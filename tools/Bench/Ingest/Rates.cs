using CityOps.Bench.Mqtt;
using CityOps.Bench.Results;

namespace CityOps.Bench.Ingest;

internal static class Rates
{
    /// <summary>Adds the median rates of the engine and of the bare broker, and their ratio.</summary>
    public static void Add(
        Figures figures, string name, string title, int qos, IReadOnlyList<LoadResult> ours, IReadOnlyList<LoadResult> bare)
    {
        var engine = Median.Of(ours.Select(r => r.FixesPerSecond));
        var broker = Median.Of(bare.Select(r => r.FixesPerSecond));
        figures.Heading(title);
        figures.Add($"{name}PerSecond", "engine, durable", engine, "fixes/s");
        figures.Add($"{name}BarePerSecond", "bare broker, counted", broker, "fixes/s");
        figures.Add($"{name}Ratio", "engine / bare", engine / broker, "", 2);
        if (qos == 0)
        {
            var received = Median.Of(ours.Select(r => r.ReceivedPerSecond));
            figures.Add($"{name}ReceivedPerSecond", "engine, read and decoded, shed or not", received, "fixes/s");
            figures.Add($"{name}ReceivedRatio", "read and decoded / bare", received / broker, "", 2);
            return;
        }

        foreach (var (who, label, results) in new[] { ("", "engine", ours), ("Bare", "bare", bare) })
        {
            var all = new Latencies();
            foreach (var result in results)
            {
                all.Add(result.Latencies);
            }

            figures.Add($"{name}{who}PubackP50Ms", $"PUBACK p50, {label}", all.Milliseconds(50), "ms", 1);
            figures.Add($"{name}{who}PubackP99Ms", $"PUBACK p99, {label}", all.Milliseconds(99), "ms", 1);
        }
    }
}
