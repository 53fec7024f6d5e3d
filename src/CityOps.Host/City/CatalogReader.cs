using System.Text.Json;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>The catalogs of a city as one: the code series lie side by side, told apart by the length of their codes.</summary>
internal sealed class LoadedCatalog
{
    public Dictionary<(CategoryKind Kind, string Code), Category> Categories { get; } = [];

    /// <summary>The major classes, as departments name them: <c>component/01</c>.</summary>
    public HashSet<string> MajorClasses { get; } = [];

    public int Conditions { get; set; }

    /// <summary>True if a file could not be read: then no reference into the catalog is called dangling.</summary>
    public bool IsMissing { get; set; }
}

/// <summary>Reads one or more catalog files.</summary>
internal static class CatalogReader
{
    private static readonly Dictionary<string, LimitClock> Clocks = new()
    {
        ["continuousHours"] = LimitClock.ContinuousHours,
        ["workingHours"] = LimitClock.WorkingHours,
        ["workingDays"] = LimitClock.WorkingDays,
        ["naturalDays"] = LimitClock.NaturalDays,
    };

    private const decimal LongestLimit = 10_000;

    public static LoadedCatalog Read(IReadOnlyList<string> files, CitySource source, FaultLog log)
    {
        var catalog = new LoadedCatalog { IsMissing = files.Count == 0 };
        foreach (var file in files)
        {
            if (source.Read(file) is { } content)
            {
                var conditions = new CatalogFile(file, log);
                catalog.IsMissing |= !JsonRecords.Read(file, content, log, conditions.Take);
                conditions.AddTo(catalog);
            }
            else
            {
                catalog.IsMissing = true;
            }
        }

        return catalog;
    }

    /// <summary>One file as it is read: its subclasses and, by subclass, their conditions.</summary>
    private sealed class CatalogFile(string file, FaultLog log)
    {
        private readonly Registry<Category> _categories = new(file, log);
        private readonly Registry<FilingCondition> _conditions = new(file, log);
        private readonly Dictionary<string, List<FilingCondition>> _byCategory = [];
        private int _codeLength;

        public void Take(string array, int line, JsonElement value)
        {
            switch (array)
            {
                case "series" or "version":
                    if (value.ValueKind != JsonValueKind.String)
                    {
                        log.Add(file, line, null, $"The field '{array}' is no text", "Give a text");
                    }

                    break;
                case "codeLength":
                    if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out _codeLength)
                        || _codeLength is < 4 or > 5)
                    {
                        log.Add(file, line, null, "The code length is neither 4 nor 5", "Give 4 (2013) or 5 (2026)");
                    }

                    break;
                case "categories":
                    TakeCategory(new Record(file, line, value, log));
                    break;
                case "conditions":
                    TakeCondition(new Record(file, line, value, log));
                    break;
                default:
                    log.Add(file, line, null, $"The field '{array}' is unknown", "Remove it, or mend its spelling");
                    break;
            }
        }

        public void AddTo(LoadedCatalog catalog)
        {
            if (_codeLength == 0)
            {
                log.Add(file, 1, null, "The field 'codeLength' is missing", "Add it before the categories: 4 or 5");
            }

            foreach (var (key, category) in _categories.ById)
            {
                if (!_byCategory.TryGetValue(key, out var conditions))
                {
                    log.Add(
                        file, _categories.LineOf(key), key, "The subclass has no filing condition",
                        "Add at least one to 'conditions'");
                    continue;
                }

                if (!catalog.Categories.TryAdd((category.Kind, category.Code), category with { Conditions = conditions }))
                {
                    log.Add(
                        file, _categories.LineOf(key), key, "Another catalog has this subclass",
                        "Keep it in one of the city's catalogs");
                }

                catalog.MajorClasses.Add(key[..^(category.Code.Length - 2)]);
                catalog.Conditions += conditions.Count;
            }
        }

        private void TakeCategory(Record record)
        {
            var kindText = record.Text("kind");
            var code = record.Text("code");
            record.Feature = $"{kindText}/{code}";
            var name = record.Name("name");
            var isPublic = record.Flag("public");
            record.NoMore();
            if (kindText is not ("component" or "incident") && kindText.Length > 0)
            {
                record.Fault($"'{kindText}' is no kind", "Write component or incident");
            }

            if (code.Length > 0 && (!Digits.Are(code) || (_codeLength > 0 && code.Length != _codeLength)))
            {
                record.Fault($"'{code}' is no code of this series", $"Give {_codeLength} digits");
            }

            if (_categories.Claim(record.Feature, record.Line) && record.IsSound)
            {
                var kind = kindText == "component" ? CategoryKind.Component : CategoryKind.Incident;
                _categories.ById.Add(record.Feature, new Category(code, kind, name, isPublic, []));
            }
        }

        private void TakeCondition(Record record)
        {
            var category = record.Text("category");
            record.Feature = category;
            var id = record.Id("id");
            record.Feature = $"{category}/{id}";
            var (text, limit, closing) = (record.Name("text"), Limit(record), record.Name("closing"));
            record.NoMore();
            if (category.Length > 0 && !_categories.Knows(category))
            {
                record.Fault($"There is no subclass '{category}'", "Add it to 'categories', which come first");
            }

            // A condition with a fault still belongs to its subclass: that is not called empty on top of it.
            var conditions = _byCategory.TryGetValue(category, out var known) ? known : _byCategory[category] = [];
            if (_conditions.Claim(record.Feature, record.Line) && record.IsSound)
            {
                conditions.Add(new FilingCondition(id, text, limit, closing));
            }
        }

        private static TimeLimit Limit(Record record)
        {
            var (amount, clock) = (record.Number("limit"), record.Text("clock"));
            if (amount is <= 0)
            {
                record.Fault($"The limit {amount} is not above zero", "Give how many hours or days handling may take");
            }

            if (amount > LongestLimit)
            {
                record.Fault($"The limit {amount} is too long", $"Give at most {LongestLimit:N0} hours or days");
            }

            if (clock.Length > 0 && !Clocks.ContainsKey(clock))
            {
                record.Fault($"'{clock}' is no clock", $"Write one of {string.Join(", ", Clocks.Keys)}");
            }

            return new TimeLimit(amount ?? 0, Clocks.GetValueOrDefault(clock));
        }
    }
}
