using System.Text.Json;
using CityOps.Domain.Catalog;

namespace CityOps.Telemetry.Codecs;

/// <summary>Reads the values that only reports have.</summary>
internal static class ReportFieldReader
{
    private const int HashDigits = 64;

    /// <summary><c>component</c> or <c>incident</c>.</summary>
    public static Field<CategoryKind> Kind(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return FieldReader.Other<CategoryKind>(ref reader);
        }

        return reader.ValueTextEquals("component"u8) ? FieldReader.Present(CategoryKind.Component)
            : reader.ValueTextEquals("incident"u8) ? FieldReader.Present(CategoryKind.Incident)
            : FieldReader.Fault<CategoryKind>(FieldState.Malformed);
    }

    /// <summary>
    /// What was seen, in words: no control characters beside line ends and tabs, as over HTTP. PostgreSQL keeps no U+0000 in a text, and
    /// the lists of the whole city would wait behind the one that has it.
    /// </summary>
    public static Field<string> Description(ref Utf8JsonReader reader)
    {
        var text = FieldReader.Text(ref reader, ReportCodec.MaxDescription);
        return text.IsPresent && text.Value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            ? FieldReader.Fault<string>(FieldState.Malformed)
            : text;
    }

    /// <summary>A list of SHA-256 hashes in hexadecimal digits of either case.</summary>
    public static Field<IReadOnlyList<string>> Photos(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return FieldReader.Other<IReadOnlyList<string>>(ref reader);
        }

        var photos = new List<string>();
        var fault = FieldState.Present;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (photos.Count == ReportCodec.MaxPhotos)
            {
                fault = FieldState.TooLong;
            }

            if (fault != FieldState.Present)
            {
                reader.Skip();
                continue;
            }

            var photo = FieldReader.Text(ref reader, HashDigits);
            if (photo.IsPresent && IsHash(photo.Value))
            {
                photos.Add(photo.Value.ToLowerInvariant());
            }
            else
            {
                fault = photo.State is FieldState.WrongType or FieldState.Missing
                    ? FieldState.WrongType
                    : FieldState.Malformed;
            }
        }

        return fault == FieldState.Present
            ? FieldReader.Present<IReadOnlyList<string>>(photos)
            : FieldReader.Fault<IReadOnlyList<string>>(fault);
    }

    private static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigit);
}
