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
        private Field<Instant> _time;
        private Field<bool> _on;

        public Field<string> Id { readonly get; private set; }

        public bool TryRead(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                Id = FieldReader.Id(ref reader);
            }
            else if (reader.ValueTextEquals("t"u8))
            {
                reader.Read();
                _time = TimeField.Read(ref reader);
            }
            else if (reader.ValueTextEquals("on"u8))
            {
                reader.Read();
                _on = FieldReader.Flag(ref reader);
            }
            else
            {
                return false;
            }

            return true;
        }

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
