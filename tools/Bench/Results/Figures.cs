using System.Runtime.InteropServices;
using System.Text.Json;

namespace CityOps.Bench.Results;

/// <summary>What a bench has measured: printed as a table, and at the very end as one JSON object.</summary>
internal sealed class Figures(string bench)
{
    private const string LoadAverage = "/proc/loadavg";

    private readonly Dictionary<string, object> _values = new()
    {
        ["bench"] = bench,
        ["processors"] = Environment.ProcessorCount,
        ["system"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };

    private readonly List<(string What, string Value, string Unit)> _rows = [];

    /// <summary>Adds a figure under its JSON name, with its words for the table.</summary>
    public void Add(string name, string what, double value, string unit, int decimals = 0)
    {
        if (!double.IsFinite(value))
        {
            throw new BenchException($"There is no figure for '{what}': too little was measured for it.");
        }

        _values[name] = Math.Round(value, Math.Max(decimals, 3));
        _rows.Add((what, value.ToString($"N{decimals}"), unit));
    }

    /// <summary>Adds a statement that holds or not.</summary>
    public void Add(string name, string what, bool holds)
    {
        _values[name] = holds;
        _rows.Add((what, holds ? "yes" : "NO", ""));
    }

    /// <summary>A line between groups of figures.</summary>
    public void Heading(string text) => _rows.Add((text, "", ""));

    public void Print()
    {
        var (what, value) = (_rows.Max(r => r.Value.Length > 0 ? r.What.Length : 0), _rows.Max(r => r.Value.Length));
        if (File.Exists(LoadAverage))
        {
            // A figure from a busy machine says little; the ratio beside it says more.
            _values["loadAverage"] = double.Parse(File.ReadAllText(LoadAverage).Split(' ')[0]);
        }

        Console.WriteLine();
        foreach (var row in _rows)
        {
            Console.WriteLine(row.Value.Length == 0
                ? row.What
                : $"  {row.What.PadRight(what)}  {row.Value.PadLeft(value)} {row.Unit}");
        }

        Console.WriteLine();
        Console.WriteLine(JsonSerializer.Serialize(_values));
    }
}
