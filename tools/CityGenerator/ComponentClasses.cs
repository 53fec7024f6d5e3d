using System.Text.Json;

namespace CityOps.CityGenerator;

/// <summary>The component subclasses of the catalog's four-digit series, the frequent ones more likely.</summary>
internal sealed class ComponentClasses
{
    private static readonly Dictionary<string, double> Weights = new()
    {
        ["0101"] = 8, ["0102"] = 8, ["0103"] = 9, ["0104"] = 8, ["0106"] = 4, ["0111"] = 4, ["0127"] = 2, ["0130"] = 3,
        ["0131"] = 3, ["0137"] = 14, ["0150"] = 2, ["0204"] = 2, ["0212"] = 2, ["0217"] = 3, ["0221"] = 4, ["0301"] = 1,
        ["0305"] = 8, ["0307"] = 3, ["0402"] = 14, ["0404"] = 3, ["0407"] = 2, ["0408"] = 1,
    };

    private readonly string[] _codes;
    private readonly double[] _upTo;

    public ComponentClasses(IEnumerable<string> catalogFiles)
    {
        _codes = [.. catalogFiles.SelectMany(Subclasses).Distinct().Order(StringComparer.Ordinal)];
        if (_codes.Length == 0)
        {
            throw new InvalidDataException("The catalog has no component subclass with four digits.");
        }

        var sum = 0.0;
        _upTo = [.. _codes.Select(c => sum += Weights.GetValueOrDefault(c, 0.2))];
    }

    public string Any(DeterministicRandom random)
    {
        var found = Array.BinarySearch(_upTo, random.Between(0, _upTo[^1]));
        return _codes[Math.Min(found < 0 ? ~found : found + 1, _codes.Length - 1)];
    }

    private static List<string> Subclasses(string file)
    {
        using var catalog = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. catalog.RootElement.GetProperty("categories").EnumerateArray()
            .Where(c => c.GetProperty("kind").GetString() == "component")
            .Select(c => c.GetProperty("code").GetString() ?? "")
            .Where(code => code.Length == 4)];
    }
}
