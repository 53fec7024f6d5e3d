using CityOps.Domain.City;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>Reads the tree of jurisdictions.</summary>
internal static class JurisdictionReader
{
    private static readonly Dictionary<string, (JurisdictionLevel Level, int Digits)> Levels = new()
    {
        ["city"] = (JurisdictionLevel.City, 4),
        ["district"] = (JurisdictionLevel.District, 6),
        ["street"] = (JurisdictionLevel.Street, 9),
        ["community"] = (JurisdictionLevel.Community, 12),
    };

    public static Registry<Jurisdiction> Read(CitySource source, FaultLog log)
    {
        var found = new Registry<Jurisdiction>("jurisdictions.json", log);
        if (source.Read(found.File) is not { } content)
        {
            found.IsMissing = true;
            return found;
        }

        var hasCity = false;
        found.IsMissing = !JsonRecords.Read(found.File, content, log, (_, line, value) =>
            hasCity |= Take(new Record(found.File, line, value, log), found));
        CheckTree(found, log);
        if (!hasCity && !found.IsMissing)
        {
            log.Add(found.File, null, null, "There is no city", "Add the top of the tree: level city, parent null");
        }

        return found;
    }

    /// <summary>True for a city, sound or not.</summary>
    private static bool Take(Record record, Registry<Jurisdiction> found)
    {
        var code = record.Id("code");
        var (name, level, parent) = (record.Name("name"), record.Text("level"), record.OptionalText("parent"));
        record.NoMore();
        if (!Levels.TryGetValue(level, out var form))
        {
            if (level.Length > 0)
            {
                record.Fault($"'{level}' is no level", $"Write one of {string.Join(", ", Levels.Keys)}");
            }
        }
        else if (code.Length > 0 && !Digits.Are(code, form.Digits))
        {
            record.Fault($"'{code}' is no code of a {level}", $"Give {form.Digits} digits");
        }

        if (found.Claim(code, record.Line) && record.IsSound)
        {
            found.ById.Add(code, new Jurisdiction(code, name, form.Level, parent));
        }

        return level == "city";
    }

    private static void CheckTree(Registry<Jurisdiction> found, FaultLog log)
    {
        var cities = 0;
        foreach (var child in found.ById.Values)
        {
            void Fault(string problem, string remedy) =>
                log.Add(found.File, found.LineOf(child.Code), child.Code, problem, remedy);

            if (child.Level == JurisdictionLevel.City)
            {
                cities++;
                if (child.Parent is not null || cities > 1)
                {
                    Fault("There is more than one top", "Keep one city, with the parent null");
                }
            }
            else if (child.Parent is null || !found.Knows(child.Parent))
            {
                Fault($"The parent '{child.Parent}' does not exist", "Name a jurisdiction of this file");
            }
            else if (found.ById.TryGetValue(child.Parent, out var parent)
                && (parent.Level != child.Level - 1 || !child.Code.StartsWith(parent.Code, StringComparison.Ordinal)))
            {
                Fault(
                    $"'{child.Code}' is no {Word(child.Level)} of the {Word(parent.Level)} '{parent.Code}'",
                    "Name the parent of the level above, whose code this one begins with");
            }
        }
    }

    private static string Word(JurisdictionLevel level) => Levels.First(l => l.Value.Level == level).Key;
}
