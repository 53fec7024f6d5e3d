using System.Buffers;

namespace CityOps.Domain;

/// <summary>The form of every id that comes from outside: <c>[A-Za-z0-9._-]{1,64}</c>.</summary>
public static class Identifier
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>True if the text has the form of an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && !text.ContainsAnyExcept(Allowed);
}
