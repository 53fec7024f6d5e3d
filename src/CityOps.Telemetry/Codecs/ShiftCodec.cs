using System.Text.Json;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The payload of <c>shift</c>: <c>{"id", "t", "on"}</c>, all required.</summary>
internal static class ShiftCodec
{
    /// <summary>Decodes one message.</summary>
    public static Decoded<ShiftMessage> Decode(ReadOnlySpan<byte> payload, Instant receivedAt) =>
        MessagePayload.Decode<Fields, ShiftMessage>(payload, receivedAt);

    private struct Fields : IMessageFields<ShiftMessage>
    {
        private Field<string> _id;
        private Field<Instant> _time;
        private Field<bool> _on;

        public readonly Field<string> Id => _id;

        public bool TryRead(ref Utf8JsonReader reader) =>
            FieldReader.TryRead(ref reader, "id"u8, ref _id, FieldReader.Id)
            || FieldReader.TryRead(ref reader, "t"u8, ref _time, TimeField.Read)
            || FieldReader.TryRead(ref reader, "on"u8, ref _on, FieldReader.Flag);

        public readonly Decoded<ShiftMessage> Judge(Instant receivedAt)
        {
            var fault = Id.RequiredFault("id") ?? _time.RequiredFault("t") ?? _on.RequiredFault("on")
                ?? Plausible.FaultOf(_time.Value, receivedAt, "t");
            return fault is null
                ? new Decoded<ShiftMessage>.Accepted(new ShiftMessage(Id.Value, _time.Value, _on.Value))
                : new Decoded<ShiftMessage>.Refused(fault, Id.TextOrNull());
        }
    }
}
