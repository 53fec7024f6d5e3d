using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.City;

namespace CityOps.Host.City.Reading;

/// <summary>One JSON record and the faults of its fields: every field is asked for once, and what is left is unknown.</summary>
internal sealed class Record
{
    private readonly string _file;
    private readonly FaultLog _log;
    private readonly Dictionary<string, JsonElement> _fields = [];
    private readonly int _faultsBefore;
    private readonly IReadOnlyDictionary<string, int>? _lines;

    /// <param name="file">The file that it is in.</param>
    /// <param name="line">The line on which it begins.</param>
    /// <param name="value">The record.</param>
    /// <param name="log">Where its faults go.</param>
    /// <param name="feature">Its id, where that is known.</param>
    /// <param name="lines">The lines of its fields, where it has more than one.</param>
    public Record(
        string file, int line, JsonElement value, FaultLog log, string? feature = null, IReadOnlyDictionary<string, int>? lines = null)
    {
        _lines = lines;
        (_file, Line, _log, Feature, _faultsBefore) = (file, line, log, feature, log.Count);
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault("An object was expected", "Write {…} here");
            return;
        }

        try
        {
            foreach (var member in value.EnumerateObject())
            {
                if (!_fields.TryAdd(member.Name, member.Value))
                {
                    Fault(member.Name, $"The field '{member.Name}' is there twice", "Keep one of them");
                }
            }
        }
        catch (InvalidOperationException)
        {
            Fault("The name of a field is no valid Unicode", "Write the characters themselves");
        }
    }

    private Record(string file, int line, string field, JsonElement value, FaultLog log)
    {
        (_file, Line, _log, _faultsBefore) = (file, line, log, log.Count);
        _fields.Add(field, value);
    }

    public int Line { get; }

    /// <summary>The record's id, once it is known: names it in every later fault.</summary>
    public string? Feature { get; set; }

    /// <summary>True as long as nothing was wrong with this record.</summary>
    public bool IsSound => _log.Count == _faultsBefore;

    /// <summary>A member of a top object, or an element of its list, as a record of this one field.</summary>
    public static Record OfField(string file, int line, string field, JsonElement value, FaultLog log) =>
        new(file, line, field, value, log);

    public void Fault(string problem, string remedy) => _log.Add(_file, Line, Feature, problem, remedy);

    /// <summary>A fault of one field, on its line.</summary>
    public void Fault(string field, string problem, string remedy) => _log.Add(_file, LineOf(field), Feature, problem, remedy);

    /// <summary>A required text that is not empty.</summary>
    public string Text(string field)
    {
        if (!Take(field, JsonValueKind.String, "a text", out var value))
        {
            return "";
        }

        var text = Unescape(field, value);
        if (text is "")
        {
            Fault(field, $"The field '{field}' is empty", "Give it a text");
        }

        return text ?? "";
    }

    /// <summary>A required id in the form of all ids.</summary>
    public string Id(string field)
    {
        var id = Text(field);
        if (id.Length > 0 && !Identifier.IsValid(id))
        {
            Fault(field, $"'{id}' is no id", "Use 1 to 64 letters, digits, dots, hyphens and underscores");
        }

        Feature ??= id;
        return id;
    }

    /// <summary>A text that may be null or left out.</summary>
    public string? OptionalText(string field) =>
        !_fields.TryGetValue(field, out var value) || (value.ValueKind == JsonValueKind.Null && _fields.Remove(field))
            ? null
            : Text(field);

    public bool Flag(string field)
    {
        var isTrue = _fields.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.True;
        return Take(field, isTrue ? JsonValueKind.True : JsonValueKind.False, "true or false", out _) && isTrue;
    }

    /// <summary>A required number; null after a fault.</summary>
    public decimal? Number(string field)
    {
        if (!Take(field, JsonValueKind.Number, "a number", out var value))
        {
            return null;
        }

        if (value.TryGetDecimal(out var number))
        {
            return number;
        }

        Fault(field, $"The field '{field}' is too large", "Give a smaller number");
        return null;
    }

    public Name Name(string field)
    {
        var name = Inner(field);
        var both = new Name(name.Text("zh"), name.Text("en"));
        name.NoMore();
        return both;
    }

    /// <summary>A required object; its faults are those of this record.</summary>
    public Record Inner(string field)
    {
        if (Take(field, JsonValueKind.Object, "an object", out var value))
        {
            return new Record(_file, LineOf(field), value, _log, Feature);
        }

        // Nothing to read in it: its fields are not reported on top of it.
        return new Record(_file, LineOf(field), value, new FaultLog(), Feature);
    }

    public IReadOnlyList<string> Texts(string field)
    {
        if (!Take(field, JsonValueKind.Array, "a list of texts", out var value))
        {
            return [];
        }

        if (value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
        {
            Fault(field, $"The field '{field}' holds something that is no text", "Give a list of texts");
            return [];
        }

        return [.. value.EnumerateArray().Select(v => Unescape(field, v) ?? "")];
    }

    /// <summary>True if the field is there and was not asked for yet.</summary>
    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>A list of texts that may be left out: then null.</summary>
    public IReadOnlyList<string>? OptionalTexts(string field) => _fields.ContainsKey(field) ? Texts(field) : null;

    /// <summary>A required list of objects; each has the line of this record.</summary>
    public IReadOnlyList<Record> Records(string field) => Take(field, JsonValueKind.Array, "a list of objects", out var value)
        ? [.. value.EnumerateArray().Select(element => new Record(_file, Line, element, _log, Feature))]
        : [];

    /// <summary>A required list of objects, of which a text stands for one with this field alone; each has the line of the list.</summary>
    public IReadOnlyList<Record> RecordsOrTexts(string field, string only) =>
        Take(field, JsonValueKind.Array, "a list of texts or objects", out var value)
            ? [.. value.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.String
                ? OfField(_file, LineOf(field), only, element, _log)
                : new Record(_file, LineOf(field), element, _log))]
            : [];

    /// <summary>A required field of any kind, for those who look into it themselves.</summary>
    public bool Any(string field, JsonValueKind kind, string kindName, out JsonElement value) =>
        Take(field, kind, kindName, out value);

    /// <summary>Reports the fields that nobody asked for.</summary>
    public void NoMore()
    {
        foreach (var field in _fields.Keys)
        {
            Fault(field, $"The field '{field}' is unknown", "Remove it, or mend its spelling");
        }
    }

    private int LineOf(string field) => _lines?.TryGetValue(field, out var line) == true ? line : Line;

    private string? Unescape(string field, JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in an escape: JSON allows it, Unicode does not.
            Fault(field, $"The field '{field}' is no valid Unicode", "Write the character itself");
            return null;
        }
    }

    private bool Take(string field, JsonValueKind kind, string kindName, out JsonElement value)
    {
        if (!_fields.Remove(field, out value))
        {
            Fault(field, $"The field '{field}' is missing", $"Add it: {kindName}");
            return false;
        }

        if (value.ValueKind != kind)
        {
            Fault(field, $"The field '{field}' is {Article(value.ValueKind)}, not {kindName}", $"Give {kindName}");
            return false;
        }

        return true;
    }

    private static string Article(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
