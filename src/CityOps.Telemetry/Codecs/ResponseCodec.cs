using System.Text.Json;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>
/// The payload of <c>response</c>. Required: the command's <c>id</c>, <c>t</c>, <c>status</c>; a <c>note</c> may stand with it.
/// </summary>
internal static class ResponseCodec
{
    /// <summary>Decodes one message.</summary>
    public static Decoded<ResponseMessage> Decode(ReadOnlySpan<byte> payload, Instant receivedAt) =>
        MessagePayload.Decode<Fields, ResponseMessage>(payload, receivedAt);

    private struct Fields : IMessageFields<ResponseMessage>
    {
        private Field<string> _id;
        private Field<Instant> _time;
        private Field<bool> _done;
        private Field<string> _note;

        public readonly Field<string> Id => _id;

        public bool TryRead(ref Utf8JsonReader reader) =>
            FieldReader.TryRead(ref reader, "id"u8, ref _id, FieldReader.Id)
            || FieldReader.TryRead(ref reader, "t"u8, ref _time, TimeField.Read)
            || FieldReader.TryRead(ref reader, "status"u8, ref _done, IsDone)
            || FieldReader.TryRead(ref reader, "note"u8, ref _note, ReportFieldReader.Description);

        public readonly Decoded<ResponseMessage> Judge(Instant receivedAt)
        {
            var fault = Id.RequiredFault("id") ?? _time.RequiredFault("t") ?? _done.RequiredFault("status") ?? _note.Fault("note")
                ?? Plausible.FaultOf(_time.Value, receivedAt, "t");
            return fault is null
                ? new Decoded<ResponseMessage>.Accepted(
                    new ResponseMessage(Id.Value, _time.Value, _done.Value, _note.TextOrNull()))
                : new Decoded<ResponseMessage>.Refused(fault, Id.TextOrNull());
        }
    }

    private static Field<bool> IsDone(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return FieldReader.Other<bool>(ref reader);
        }

        return reader.ValueTextEquals("done"u8) ? FieldReader.Present(true)
            : reader.ValueTextEquals("refused"u8) ? FieldReader.Present(false)
            : FieldReader.Fault<bool>(FieldState.Malformed);
    }
}
