using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>
/// The id of a case: <c>C</c>, the local date of the report, and 10 base-32 letters derived from where it came from, so that
/// a report delivered twice is one case.
/// </summary>
public readonly record struct CaseId
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Letters = 10;
    private const int Length = 1 + 8 + Letters;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    private readonly string? _value;

    private CaseId(string value) => _value = value;

    /// <summary>The text of the id; <c>C00010101aaaaaaaaaa</c> for the default, which no report leads to.</summary>
    public string Value => _value ?? "C00010101aaaaaaaaaa";

    /// <summary>The id of a report.</summary>
    /// <param name="reportedOn">The local date of the report.</param>
    /// <param name="channel">Where it came from.</param>
    /// <param name="source">Its id at the channel.</param>
    /// <param name="attempt">0; 1 and so on where another source has taken the id before.</param>
    public static CaseId Of(LocalDate reportedOn, Channel channel, string source, int attempt = 0)
    {
        var seed = Encoding.UTF8.GetBytes($"{channel}\n{source}\n{attempt}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(seed, hash);
        var id = new StringBuilder(Length)
            .Append('C')
            .Append($"{reportedOn.Year:D4}{reportedOn.Month:D2}{reportedOn.Day:D2}");
        foreach (var octet in hash[..Letters])
        {
            id.Append(Alphabet[octet & 31]);
        }

        return new CaseId(id.ToString());
    }

    /// <summary>Reads an id, or says that the text is none.</summary>
    public static bool TryParse(string? text, out CaseId id)
    {
        var valid = text is { Length: Length } && text[0] == 'C'
            && !text.AsSpan(1, 8).ContainsAnyExceptInRange('0', '9')
            && !text.AsSpan(9).ContainsAnyExcept(Allowed);
        id = valid && text is not null ? new CaseId(text) : default;
        return valid;
    }

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is no case id.</exception>
    public static CaseId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no case id.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
