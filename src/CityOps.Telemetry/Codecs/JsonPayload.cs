using System.Text.Json;
using CityOps.Domain;

namespace CityOps.Telemetry.Codecs;

/// <summary>Collects the fields of one JSON object.</summary>
internal interface IJsonFields
{
    /// <summary>
    /// Reads the value of a known field; the reader stands at its name. False for an unknown one, nothing read.
    /// </summary>
    bool TryRead(ref Utf8JsonReader reader);
}

/// <summary>A payload that is one JSON object.</summary>
internal static class JsonPayload
{
    /// <summary>The largest one, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>
    /// Reads the object into the fields; the refusal of the payload as a whole, or null where it is fine.
    /// </summary>
    /// <remarks>What was read before a fault stays in the fields, so that its id can still be answered.</remarks>
    public static Rejection? Read<TFields>(ReadOnlySpan<byte> payload, ref TFields fields)
        where TFields : struct, IJsonFields
    {
        if (payload.IsEmpty)
        {
            return Refusals.Empty;
        }

        if (payload.Length > MaxBytes)
        {
            return Refusals.TooLarge(MaxBytes);
        }

        try
        {
            var reader = new Utf8JsonReader(payload, FieldReader.Options);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return reader.Read() ? Refusals.NotJson : Refusals.NotAnObject;
            }

            ReadFields(ref reader, ref fields);

            // Reading on finds what comes after the object.
            return reader.Read() ? Refusals.NotJson : null;
        }
        catch (Exception fault) when (FieldReader.IsBrokenJson(fault))
        {
            return Refusals.NotJson;
        }
    }

    /// <summary>
    /// Reads the object at whose start the reader stands, to its end; unknown fields are passed over.
    /// </summary>
    public static void ReadFields<TFields>(ref Utf8JsonReader reader, ref TFields fields)
        where TFields : struct, IJsonFields
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!fields.TryRead(ref reader))
            {
                reader.Skip();
            }
        }
    }
}
