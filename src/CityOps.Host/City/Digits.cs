namespace CityOps.Host.City;

/// <summary>Codes are strings of digits: never numbers, since a zero in front counts.</summary>
internal static class Digits
{
    /// <summary>True if all characters are digits; a number of any length, zero included.</summary>
    public static bool Are(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>True if the text is exactly so many digits.</summary>
    public static bool Are(string text, int count) => text.Length == count && Are(text);
}
