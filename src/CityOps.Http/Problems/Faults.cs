using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;

namespace CityOps.Http.Problems;

/// <summary>Collects what is wrong with a request, by field, so that a caller hears of all of it at once.</summary>
internal sealed class Faults
{
    private readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public IReadOnlyDictionary<string, string[]> ByField =>
        _byField.ToDictionary(f => f.Key, f => f.Value.ToArray(), StringComparer.Ordinal);

    public void Add(string field, string why)
    {
        if (!_byField.TryGetValue(field, out var reasons))
        {
            _byField[field] = reasons = [];
        }

        // A field may be read more than once.
        if (!reasons.Contains(why))
        {
            reasons.Add(why);
        }
    }

    /// <summary>Notes a value that is missing.</summary>
    public bool Require<T>(string field, [NotNullWhen(true)] T? value)
    {
        if (value is null)
        {
            Add(field, "It is required.");
        }

        return value is not null;
    }

    /// <summary>Notes an id of the wrong form; a missing one is fine.</summary>
    public bool Identify(string field, string? value)
    {
        var fine = value is null || Identifier.IsValid(value);
        if (!fine)
        {
            Add(field, $"It is no id: 1 to {Identifier.MaxLength} characters of A-Z a-z 0-9 . _ -");
        }

        return fine;
    }

    /// <summary>Notes a text that is too long or has control characters beside line ends and tabs.</summary>
    public void Bound(string field, string? value, int longest)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > longest)
        {
            Add(field, $"It has more than {longest:N0} characters.");
        }

        if (value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            Add(field, "It has control characters.");
        }
    }

    /// <summary>Notes a text for people that is too long; a missing one is fine.</summary>
    public void Words(string field, string? value) => Bound(field, value, 4000);

    /// <summary>Notes a reason that is missing, blank or too long.</summary>
    public void Reason(string? value)
    {
        if (Require("reason", value) && string.IsNullOrWhiteSpace(value))
        {
            Add("reason", "It is blank.");
        }

        Words("reason", value);
    }

    /// <summary>Notes what is no photo: the SHA-256 in hex.</summary>
    public void Evidence(string field, IReadOnlyList<string>? photos)
    {
        const int most = 50;
        if (photos is { Count: > most })
        {
            Add(field, $"There are more than {most} photos.");
        }

        if (photos is not null && !photos.All(IsHash))
        {
            Add(field, "A photo is named by its SHA-256: 64 hexadecimal digits.");
        }
    }

    private static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit);
}
