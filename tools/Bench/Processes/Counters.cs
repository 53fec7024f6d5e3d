using System.Globalization;

namespace CityOps.Bench.Processes;

/// <summary>One reading of <c>/metrics</c>.</summary>
internal sealed class Counters
{
    private readonly List<(string Name, double Value)> _samples = [];

    public static Counters Parse(string text)
    {
        var counters = new Counters();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // name{label="value",…} value [time]
            var end = line.LastIndexOf('}') + 1;
            end = end > 0 ? end : line.IndexOf(' ', StringComparison.Ordinal);
            if (line[0] != '#' && double.TryParse(line[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture, out var value))
            {
                counters._samples.Add((line[..end], value));
            }
        }

        return counters;
    }

    /// <summary>The sum of a counter's samples, of those with the label if one is given.</summary>
    public double Sum(string counter, string label = "") => _samples
        .Where(s => s.Name == counter || s.Name.StartsWith(counter + "{", StringComparison.Ordinal))
        .Where(s => s.Name.Contains(label, StringComparison.Ordinal))
        .Sum(s => s.Value);
}
