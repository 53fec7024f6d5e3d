using System.Text.Json;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The fields of a report as they were read.</summary>
internal struct ReportFields : IMessageFields<ReportMessage>
{
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

    public Field<string> Id { readonly get; private set; }

    public bool TryRead(ref Utf8JsonReader reader) => TryReadWhenAndWhere(ref reader) || TryReadWhat(ref reader);

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

    private bool TryReadWhenAndWhere(ref Utf8JsonReader reader)
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
        else if (reader.ValueTextEquals("lon"u8))
        {
            reader.Read();
            _longitude = FieldReader.Number(ref reader, -180, 180);
        }
        else if (reader.ValueTextEquals("lat"u8))
        {
            reader.Read();
            _latitude = FieldReader.Number(ref reader, -90, 90);
        }
        else if (reader.ValueTextEquals("datum"u8))
        {
            reader.Read();
            _datum = FieldReader.DatumName(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TryReadWhat(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("kind"u8))
        {
            reader.Read();
            _kind = ReportFieldReader.Kind(ref reader);
        }
        else if (reader.ValueTextEquals("category"u8))
        {
            reader.Read();
            _category = FieldReader.Id(ref reader);
        }
        else if (reader.ValueTextEquals("condition"u8))
        {
            reader.Read();
            _condition = FieldReader.Id(ref reader);
        }
        else if (reader.ValueTextEquals("component"u8))
        {
            reader.Read();
            _component = FieldReader.Id(ref reader);
        }
        else if (reader.ValueTextEquals("description"u8))
        {
            reader.Read();
            _description = FieldReader.Text(ref reader, ReportCodec.MaxDescription);
        }
        else if (reader.ValueTextEquals("photos"u8))
        {
            reader.Read();
            _photos = ReportFieldReader.Photos(ref reader);
        }
        else if (reader.ValueTextEquals("selfHandled"u8))
        {
            reader.Read();
            _selfHandled = FieldReader.Flag(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }
}
