using CityOps.Domain.Deadlines;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Policies;

/// <summary>Reads a rule: which limits of which cases its steps are for.</summary>
internal static class RuleReader
{
    public static ReadRule Read(Record record, LoadedCatalog catalog)
    {
        var id = record.Id("id");
        var stages = Several(record, "stages", Words.All<ClockStage>(), "stage");
        var clocks = Several(record, "clocks", LimitReader.Clocks, "clock");
        var categories = record.OptionalTexts("categories") ?? [];
        record.NoMore();
        foreach (var category in categories.Where(c => !catalog.Knows(c)))
        {
            record.Fault(
                $"There is no '{category}' in the catalog", "Name a kind, class or subclass: component, incident/04, incident/0401");
        }

        return new ReadRule(id, new EscalationRule(stages, categories, []) { Clocks = clocks }, record.Line);
    }

    private static IReadOnlyList<T> Several<T>(
        Record record, string field, IReadOnlyDictionary<string, T> words, string kind)
    {
        var given = record.OptionalTexts(field) ?? [];
        foreach (var word in given.Where(w => !words.ContainsKey(w)))
        {
            record.Fault($"'{word}' is no {kind}", $"Write one of {string.Join(", ", words.Keys)}");
        }

        return [.. given.Where(words.ContainsKey).Select(w => words[w])];
    }
}
