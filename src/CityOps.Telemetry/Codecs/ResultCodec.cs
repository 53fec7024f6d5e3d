using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>
/// The payload of <c>result</c>. Required: <c>id</c>, <c>t</c>, <c>task</c>, <c>outcome</c>; <c>lon</c> and <c>lat</c> come
/// together or not at all, with a <c>datum</c> as in <c>position</c>.
/// </summary>
internal static class ResultCodec
{
    /// <summary>Decodes one message.</summary>
    public static Decoded<ResultMessage> Decode(ReadOnlySpan<byte> payload, Instant receivedAt) =>
        MessagePayload.Decode<ResultFields, ResultMessage>(payload, receivedAt);
}

/// <summary>The fields of a result as they were read.</summary>
internal struct ResultFields : IMessageFields<ResultMessage>
{
    private Field<string> _id;
    private Field<Instant> _time;
    private Field<string> _task;
    private Field<TaskOutcome> _outcome;
    private Field<double> _longitude;
    private Field<double> _latitude;
    private Field<Datum> _datum;
    private Field<string> _note;
    private Field<IReadOnlyList<string>> _photos;

    public readonly Field<string> Id => _id;

    public bool TryRead(ref Utf8JsonReader reader) =>
        FieldReader.TryRead(ref reader, "id"u8, ref _id, FieldReader.Id)
        || FieldReader.TryRead(ref reader, "t"u8, ref _time, TimeField.Read)
        || FieldReader.TryRead(ref reader, "task"u8, ref _task, FieldReader.Id)
        || FieldReader.TryRead(ref reader, "outcome"u8, ref _outcome, Outcome)
        || FieldReader.TryRead(ref reader, "lon"u8, ref _longitude, FieldReader.Longitude)
        || FieldReader.TryRead(ref reader, "lat"u8, ref _latitude, FieldReader.Latitude)
        || FieldReader.TryRead(ref reader, "datum"u8, ref _datum, FieldReader.DatumName)
        || FieldReader.TryRead(ref reader, "note"u8, ref _note, ReportFieldReader.Description)
        || FieldReader.TryRead(ref reader, "photos"u8, ref _photos, ReportFieldReader.Photos);

    public readonly Decoded<ResultMessage> Judge(Instant receivedAt)
    {
        GeoPoint place = default;
        var isPlaced = _longitude.State != FieldState.Missing || _latitude.State != FieldState.Missing;
        var fault = Id.RequiredFault("id") ?? _time.RequiredFault("t")
            ?? _task.RequiredFault("task") ?? _outcome.RequiredFault("outcome")
            ?? (isPlaced ? _longitude.RequiredFault("lon") ?? _latitude.RequiredFault("lat") : null)
            ?? _datum.Fault("datum") ?? _note.Fault("note") ?? _photos.Fault("photos")
            ?? Plausible.FaultOf(_time.Value, receivedAt, "t")
            ?? (isPlaced
                ? Plausible.FaultOf(_latitude.Value, _longitude.Value, _datum.Value, "lat", "lon", out place)
                : null);
        return fault is null
            ? new Decoded<ResultMessage>.Accepted(new ResultMessage(
                Id.Value, _time.Value, _task.Value, _outcome.Value, isPlaced ? place : null, _note.TextOrNull(),
                _photos.IsPresent ? _photos.Value : []))
            : new Decoded<ResultMessage>.Refused(fault, Id.TextOrNull());
    }

    private static Field<TaskOutcome> Outcome(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return FieldReader.Other<TaskOutcome>(ref reader);
        }

        return reader.ValueTextEquals("confirmed"u8) ? FieldReader.Present(TaskOutcome.Confirmed)
            : reader.ValueTextEquals("notFound"u8) ? FieldReader.Present(TaskOutcome.NotFound)
            : reader.ValueTextEquals("unable"u8) ? FieldReader.Present(TaskOutcome.Unable)
            : reader.ValueTextEquals("passed"u8) ? FieldReader.Present(TaskOutcome.Passed)
            : reader.ValueTextEquals("failed"u8) ? FieldReader.Present(TaskOutcome.Failed)
            : FieldReader.Fault<TaskOutcome>(FieldState.Malformed);
    }
}
