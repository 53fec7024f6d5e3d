using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The fields of a message that has an id and is answered.</summary>
internal interface IMessageFields<TMessage> : IJsonFields
{
    /// <summary>The id as far as it was read.</summary>
    Field<string> Id { get; }

    /// <summary>The message, or the first fault of the fields.</summary>
    Decoded<TMessage> Judge(Instant receivedAt);
}

/// <summary>The way that is the same for every message that has an id and is answered.</summary>
internal static class MessagePayload
{
    /// <summary>Reads the object into the fields and judges them; a refusal keeps the id if it could be read.</summary>
    public static Decoded<TMessage> Decode<TFields, TMessage>(ReadOnlySpan<byte> payload, Instant receivedAt)
        where TFields : struct, IMessageFields<TMessage>
    {
        var fields = default(TFields);
        return JsonPayload.Read(payload, ref fields) is { } whole
            ? new Decoded<TMessage>.Refused(whole, fields.Id.TextOrNull())
            : fields.Judge(receivedAt);
    }

    /// <summary>The text of a field that has one.</summary>
    public static string? TextOrNull(this Field<string> field) => field.IsPresent ? field.Value : null;
}
