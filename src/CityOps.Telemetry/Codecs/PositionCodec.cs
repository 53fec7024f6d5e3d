using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The payload of <c>position</c>: one fix as a JSON object, or an array of at most 1,000.</summary>
internal static class PositionCodec
{
    /// <summary>The largest payload, in bytes: 1,000 fixes with all fields fit in.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The most fixes in one array.</summary>
    public const int MaxFixes = 1_000;

    /// <summary>
    /// Adds the good fixes to the list and returns one refusal for each bad one. A payload that is broken as a whole
    /// (no JSON, too large, too many) adds nothing and is one refusal.
    /// </summary>
    public static IReadOnlyList<Rejection> Decode(
        ReadOnlySpan<byte> payload, Device device, Instant receivedAt, List<Fix> into) =>
        Decode(payload, device, receivedAt, into, out _);

    /// <summary>The same, and how many fixes are refused: of an array with too many all, though that is one refusal.</summary>
    public static IReadOnlyList<Rejection> Decode(
        ReadOnlySpan<byte> payload, Device device, Instant receivedAt, List<Fix> into, out int refused)
    {
        var before = into.Count;
        var whole = Whole(payload, device, receivedAt, into, out var single, out var elements);
        if (whole is null)
        {
            refused = single.Count;
            return single;
        }

        into.RemoveRange(before, into.Count - before);
        refused = elements > MaxFixes && whole != Refusals.NotJson ? elements : 1;
        return [whole];
    }

    private static Rejection? Whole(
        ReadOnlySpan<byte> payload, Device device, Instant receivedAt, List<Fix> into,
        out IReadOnlyList<Rejection> single, out int elements)
    {
        (single, elements) = ([], 0);
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
            var fault = reader.TokenType == JsonTokenType.StartArray
                ? Elements(ref reader, device, receivedAt, into, ref single, ref elements)
                : Element(ref reader, device, receivedAt, into);

            // Reading on finds what comes after the value.
            return reader.Read() ? Refusals.NotJson : fault;
        }
        catch (Exception fault) when (FieldReader.IsBrokenJson(fault))
        {
            return Refusals.NotJson;
        }
    }

    private static Rejection? Elements(
        ref Utf8JsonReader reader, Device device, Instant receivedAt, List<Fix> into,
        ref IReadOnlyList<Rejection> single, ref int count)
    {
        List<Rejection>? refusals = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > MaxFixes)
            {
                reader.Skip();
            }
            else if (Element(ref reader, device, receivedAt, into) is { } refusal)
            {
                (refusals ??= []).Add(refusal);
            }
        }

        single = refusals ?? single;
        return count == 0 ? Refusals.Empty : count > MaxFixes ? Refusals.TooMany(MaxFixes) : null;
    }

    private static Rejection? Element(ref Utf8JsonReader reader, Device device, Instant receivedAt, List<Fix> into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return Refusals.NotAnObject;
        }

        var fields = default(PositionFields);
        JsonPayload.ReadFields(ref reader, ref fields);
        var refusal = fields.Fault(receivedAt, out var place);
        if (refusal is null)
        {
            into.Add(fields.ToFix(device, place));
        }

        return refusal;
    }
}
