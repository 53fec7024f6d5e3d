using System.Text.Json;

namespace CityOps.Host.City.Reading;

/// <summary>The values of an enum as files name them: in camelCase.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static IReadOnlyDictionary<string, T> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(Of);

    /// <summary>The value of a required field, or null after the fault is noted.</summary>
    public static T? Word<T>(this Record record, string field, IReadOnlyDictionary<string, T> words, string kind)
        where T : struct
    {
        var text = record.Text(field);
        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        if (text.Length > 0)
        {
            record.Fault($"'{text}' is no {kind}", $"Write one of {string.Join(", ", words.Keys)}");
        }

        return null;
    }
}
