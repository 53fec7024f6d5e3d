using System.Text.Json;
using CityOps.Domain.Catalog;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Catalogs;

/// <summary>One file as it is read: its subclasses and, by subclass, their conditions.</summary>
internal sealed class CatalogFile(CatalogUse use, FaultLog log)
{
    private readonly Registry<Category> _categories = new(use.File, log);
    private readonly Registry<FilingCondition> _conditions = new(use.File, log);
    private readonly Dictionary<string, List<FilingCondition>> _byCategory = [];
    private readonly Dictionary<string, LevelSettings> _ofCategory = [];
    private readonly Dictionary<string, (LevelSettings Settings, int Line)> _ofClass = [];
    private LevelSettings _ofAll = LevelSettings.Nothing;
    private readonly int _faultsBefore = log.Count;
    private bool _isCodeLengthGiven;

    // Zero until it is read.
    private int _codeLength;

    public void Take(string array, int line, JsonElement value)
    {
        switch (array)
        {
            case "series" or "version":
                if (value.ValueKind != JsonValueKind.String)
                {
                    log.Add(use.File, line, null, $"The field '{array}' is no text", "Give a text");
                }

                break;
            case "codeLength":
                TakeCodeLength(Record.OfField(use.File, line, array, value, log));
                break;
            case "stageLimits" or "similar":
                TakeCommon(array, Record.OfField(use.File, line, array, value, log));
                break;
            case "classes":
                TakeClass(new Record(use.File, line, value, log));
                break;
            case "categories":
                TakeCategory(new Record(use.File, line, value, log));
                break;
            case "conditions":
                TakeCondition(new Record(use.File, line, value, log));
                break;
            default:
                log.Add(use.File, line, null, $"The field '{array}' is unknown", "Remove it, or mend its spelling");
                break;
        }
    }

    /// <param name="catalog">Gets the subclasses.</param>
    /// <param name="isWhole">False if records may be missing: nothing is then said to lack what may be among them.</param>
    public void AddTo(LoadedCatalog catalog, bool isWhole)
    {
        if (isWhole && !_isCodeLengthGiven)
        {
            log.Add(use.File, 1, null, "The field 'codeLength' is missing", "Add it before the categories: 4 or 5");
        }

        if (_categories.ById.Count == 0 && log.Count == _faultsBefore)
        {
            log.Add(use.File, 1, null, "The catalog has no subclass", "Add at least one to 'categories'");
        }

        foreach (var (key, category) in _categories.ById)
        {
            if (!_byCategory.TryGetValue(key, out var conditions))
            {
                if (isWhole)
                {
                    log.Add(
                        use.File, _categories.LineOf(key), key, "The subclass has no filing condition",
                        "Add at least one to 'conditions'");
                }

                continue;
            }

            var major = key[..^(category.Code.Length - 2)];
            var whole = Settled(key, major, category with { Conditions = conditions });
            if (!catalog.Categories.TryAdd((category.Kind, category.Code), whole))
            {
                log.Add(
                    use.File, _categories.LineOf(key), key, "Another catalog has this subclass",
                    "Keep it in one of the city's catalogs");
            }

            catalog.MajorClasses.Add(major);
            catalog.Conditions += conditions.Count;
        }

        // With a subclass at fault, a class may be empty for that alone.
        foreach (var (name, (_, line)) in log.Count > _faultsBefore ? [] : _ofClass.Where(c => !_categories.ById.Keys.Any(k => IsOf(k, c.Key))))
        {
            log.Add(use.File, line, name, $"No subclass of this file is of the class '{name}'", "Name one as component/01 or incident/04");
        }
    }

    /// <summary>The subclass with what its class and the whole catalog say, the nearest first.</summary>
    private Category Settled(string key, string major, Category category)
    {
        var ofClass = _ofClass.TryGetValue(major, out var known) ? known.Settings : LevelSettings.Nothing;
        return _ofCategory[key].Over(ofClass.Over(_ofAll.Over(category)));
    }

    private static bool IsOf(string category, string major) => category.Length > major.Length
        && category.StartsWith(major, StringComparison.Ordinal) && major.Split('/') is [_, { Length: 2 }];

    private void TakeCommon(string field, Record record)
    {
        var settings = LevelSettings.Read(record);
        _ofAll = field == "similar" ? _ofAll with { Similar = settings.Similar } : _ofAll with { Limits = settings.Limits };
    }

    private void TakeCodeLength(Record record)
    {
        if (_isCodeLengthGiven)
        {
            record.Fault("The field 'codeLength' is there twice", "Keep one of them");
        }
        else if (_categories.ById.Count > 0)
        {
            record.Fault("'codeLength' comes after the categories", "Put it in front of them");
        }

        _isCodeLengthGiven = true;
        if (record.Number("codeLength") is { } length)
        {
            if (length is 4 or 5)
            {
                _codeLength = (int)length;
            }
            else
            {
                record.Fault("The code length is neither 4 nor 5", "Give 4 (2013) or 5 (2026)");
            }
        }
    }

    private void TakeClass(Record record)
    {
        var name = record.Text("class");
        record.Feature = name;
        var settings = LevelSettings.Read(record);
        record.NoMore();
        if (!_ofClass.TryAdd(name, (settings, record.Line)))
        {
            record.Fault($"'{name}' is on line {_ofClass[name].Line} already", "Keep one of them");
        }
    }

    private void TakeCategory(Record record)
    {
        var kindText = record.Text("kind");
        var code = record.Text("code");
        record.Feature = $"{kindText}/{code}";
        var name = record.Name("name");
        var isPublic = record.Flag("public");
        var settings = LevelSettings.Read(record);
        record.NoMore();
        if (kindText is not ("component" or "incident") && kindText.Length > 0)
        {
            record.Fault($"'{kindText}' is no kind", "Write component or incident");
        }

        if (code.Length > 0 && (!Digits.Are(code) || (_codeLength > 0 ? code.Length != _codeLength : code.Length is < 4 or > 5)))
        {
            record.Fault($"'{code}' is no code of this series", _codeLength > 0 ? $"Give {_codeLength} digits" : "Give 4 or 5 digits");
        }

        if (_categories.Claim(record.Feature, record.Line) && record.IsSound)
        {
            var kind = kindText == "component" ? CategoryKind.Component : CategoryKind.Incident;
            _ofCategory.Add(record.Feature, settings);
            _categories.ById.Add(record.Feature, new Category(code, kind, name, isPublic && use.Public, []));
        }
    }

    private void TakeCondition(Record record)
    {
        var category = record.Text("category");
        record.Feature = category;
        var id = record.Id("id");
        record.Feature = $"{category}/{id}";
        var (text, limit, closing) = (record.Name("text"), record.Limit(), record.Name("closing"));
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
}
