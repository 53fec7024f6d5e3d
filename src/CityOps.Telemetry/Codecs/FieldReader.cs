using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Geo;

namespace CityOps.Telemetry.Codecs;

/// <summary>Reads a value; the reader stands at its start before and at its end afterwards.</summary>
internal delegate Field<T> ValueReader<T>(ref Utf8JsonReader reader);

/// <summary>Reads the value at which a JSON reader stands, and leaves the reader at its end whatever it was.</summary>
internal static class FieldReader
{
    /// <summary>Metres up or down; wider than any height at which a device could be.</summary>
    private const double MaxAltitude = 100_000;

    /// <summary>Metres; a place by the cell of a mobile network alone is off by some tens of kilometres at most.</summary>
    private const double MaxAccuracy = 100_000;

    /// <summary>Nothing that we take nests deeper than an object in an array; unknown fields may, a little.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>True for what a reader throws on text that is no JSON, or on a string that is no UTF-8.</summary>
    public static bool IsBrokenJson(Exception fault) => fault is JsonException or InvalidOperationException;

    /// <summary>Reads the value of a field if the reader stands at its name; else false, and nothing is read.</summary>
    public static bool TryRead<T>(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> name, ref Field<T> field, ValueReader<T> read)
    {
        if (!reader.ValueTextEquals(name))
        {
            return false;
        }

        reader.Read();
        field = read(ref reader);
        return true;
    }

    /// <summary>Degrees east.</summary>
    public static Field<double> Longitude(ref Utf8JsonReader reader) => Number(ref reader, -180, 180);

    /// <summary>Degrees north.</summary>
    public static Field<double> Latitude(ref Utf8JsonReader reader) => Number(ref reader, -90, 90);

    /// <summary>Metres, a radius.</summary>
    public static Field<double> Accuracy(ref Utf8JsonReader reader) => Number(ref reader, 0, MaxAccuracy);

    /// <summary>Metres.</summary>
    public static Field<double> Altitude(ref Utf8JsonReader reader) => Number(ref reader, -MaxAltitude, MaxAltitude);

    /// <summary>A finite number between two bounds, both included. Strings with digits are no numbers.</summary>
    public static Field<double> Number(ref Utf8JsonReader reader, double min, double max)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return Other<double>(ref reader);
        }

        return reader.TryGetDouble(out var value) && value >= min && value <= max
            ? Present(value)
            : Fault<double>(FieldState.OutOfRange);
    }

    /// <summary>True or false.</summary>
    public static Field<bool> Flag(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => Present(true),
        JsonTokenType.False => Present(false),
        _ => Other<bool>(ref reader),
    };

    /// <summary>A string of at most so many UTF-16 units.</summary>
    public static Field<string> Text(ref Utf8JsonReader reader, int maxLength)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Other<string>(ref reader);
        }

        // No unit takes more than six bytes (\uXXXX), so that what is far too long is not even copied.
        return reader.ValueSpan.Length <= maxLength * 6 && reader.GetString() is { } text && text.Length <= maxLength
            ? Present(text)
            : Fault<string>(FieldState.TooLong);
    }

    /// <summary>A string that has the form of an id.</summary>
    public static Field<string> Id(ref Utf8JsonReader reader)
    {
        var text = Text(ref reader, Identifier.MaxLength);
        return text.State == FieldState.TooLong || (text.IsPresent && !Identifier.IsValid(text.Value))
            ? Fault<string>(FieldState.MalformedId)
            : text;
    }

    /// <summary>The name of a frame.</summary>
    public static Field<Datum> DatumName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Other<Datum>(ref reader);
        }

        return reader.ValueTextEquals("wgs84"u8) ? Present(Datum.Wgs84)
            : reader.ValueTextEquals("gcj02"u8) ? Present(Datum.Gcj02)
            : reader.ValueTextEquals("cgcs2000"u8) ? Present(Datum.Cgcs2000)
            : Fault<Datum>(FieldState.Malformed);
    }

    /// <summary>A field with a value.</summary>
    public static Field<T> Present<T>(T value) => new(FieldState.Present, value);

    /// <summary>A field with a fault; its value is never read.</summary>
    [SuppressMessage("Style", "IDE0034", Justification = "The type says what is meant.")]
    public static Field<T> Fault<T>(FieldState state) => new Field<T>() with { State = state };

    /// <summary>A value of another type: null is as good as missing.</summary>
    public static Field<T> Other<T>(ref Utf8JsonReader reader)
    {
        var isNull = reader.TokenType == JsonTokenType.Null;
        reader.Skip();
        return Fault<T>(isNull ? FieldState.Missing : FieldState.WrongType);
    }
}
