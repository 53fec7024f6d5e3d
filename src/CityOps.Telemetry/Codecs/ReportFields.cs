using System.Text.Json;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The fields of a report as they were read.</summary>
internal struct ReportFields : IMessageFields<ReportMessage>
{
    private Field<string> _id;
    private Field<Instant> _time;
    private Field<double> _longitude;
    private Field<double> _latitude;
    private Field<Datum> _datum;
    private Field<CategoryKind> _kind;
    private Field<string> _category;
    private Field<string> _condition;
    private Field<string> _component;
    private Field<string> _description;
    private Field<IReadOnlyList<string>> _photos;
    private Field<bool> _selfHandled;

    public readonly Field<string> Id => _id;

    public bool TryRead(ref Utf8JsonReader reader) =>
        FieldReader.TryRead(ref reader, "id"u8, ref _id, FieldReader.Id)
        || FieldReader.TryRead(ref reader, "t"u8, ref _time, TimeField.Read)
        || FieldReader.TryRead(ref reader, "lon"u8, ref _longitude, FieldReader.Longitude)
        || FieldReader.TryRead(ref reader, "lat"u8, ref _latitude, FieldReader.Latitude)
        || FieldReader.TryRead(ref reader, "datum"u8, ref _datum, FieldReader.DatumName)
        || FieldReader.TryRead(ref reader, "kind"u8, ref _kind, ReportFieldReader.Kind)
        || FieldReader.TryRead(ref reader, "category"u8, ref _category, FieldReader.Id)
        || FieldReader.TryRead(ref reader, "condition"u8, ref _condition, FieldReader.Id)
        || FieldReader.TryRead(ref reader, "component"u8, ref _component, FieldReader.Id)
        || FieldReader.TryRead(ref reader, "description"u8, ref _description, ReportFieldReader.Description)
        || FieldReader.TryRead(ref reader, "photos"u8, ref _photos, ReportFieldReader.Photos)
        || FieldReader.TryRead(ref reader, "selfHandled"u8, ref _selfHandled, FieldReader.Flag);

    public readonly Decoded<ReportMessage> Judge(Instant receivedAt)
    {
        GeoPoint place = default;
        var fault = Id.RequiredFault("id") ?? _time.RequiredFault("t")
            ?? _longitude.RequiredFault("lon") ?? _latitude.RequiredFault("lat") ?? _datum.Fault("datum")
            ?? _kind.RequiredFault("kind") ?? _category.RequiredFault("category")
            ?? _condition.Fault("condition") ?? _component.Fault("component")
            ?? _description.Fault("description") ?? _photos.Fault("photos") ?? _selfHandled.Fault("selfHandled")
            ?? Plausible.FaultOf(_time.Value, receivedAt, "t")
            ?? Plausible.FaultOf(_latitude.Value, _longitude.Value, _datum.Value, "lat", "lon", out place);
        return fault is null
            ? new Decoded<ReportMessage>.Accepted(new ReportMessage(
                Id.Value, _time.Value, place, _datum.Value, _kind.Value, _category.Value,
                _condition.TextOrNull(), _component.TextOrNull(), _description.TextOrNull() ?? "",
                _photos.IsPresent ? _photos.Value : [], _selfHandled.Value))
            : new Decoded<ReportMessage>.Refused(fault, Id.TextOrNull());
    }
}
