using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The fields of one position as they were read; unknown ones are passed over.</summary>
internal struct PositionFields : IJsonFields
{
    private Field<Instant> _time;
    private Field<double> _longitude;
    private Field<double> _latitude;
    private Field<double> _speed;
    private Field<double> _heading;
    private Field<double> _accuracy;
    private Field<double> _altitude;
    private Field<Datum> _datum;
    private Field<bool> _mock;

    public bool TryRead(ref Utf8JsonReader reader) =>
        FieldReader.TryRead(ref reader, "t"u8, ref _time, TimeField.Read)
        || FieldReader.TryRead(ref reader, "lon"u8, ref _longitude, FieldReader.Longitude)
        || FieldReader.TryRead(ref reader, "lat"u8, ref _latitude, FieldReader.Latitude)
        || FieldReader.TryRead(ref reader, "speed"u8, ref _speed, MetresPerSecond)
        || FieldReader.TryRead(ref reader, "heading"u8, ref _heading, Degrees)
        || FieldReader.TryRead(ref reader, "accuracy"u8, ref _accuracy, FieldReader.Accuracy)
        || FieldReader.TryRead(ref reader, "altitude"u8, ref _altitude, FieldReader.Altitude)
        || FieldReader.TryRead(ref reader, "datum"u8, ref _datum, FieldReader.DatumName)
        || FieldReader.TryRead(ref reader, "mock"u8, ref _mock, FieldReader.Flag);

    /// <summary>The first fault of the fields, or null and the place in WGS-84.</summary>
    public readonly Rejection? Fault(Instant receivedAt, out GeoPoint place)
    {
        place = default;
        return _time.RequiredFault("t") ?? _longitude.RequiredFault("lon") ?? _latitude.RequiredFault("lat")
            ?? _speed.Fault("speed") ?? _heading.Fault("heading") ?? _accuracy.Fault("accuracy")
            ?? _altitude.Fault("altitude") ?? _datum.Fault("datum") ?? _mock.Fault("mock")
            ?? Plausible.FaultOf(_time.Value, receivedAt, "t")
            ?? Plausible.FaultOf(_latitude.Value, _longitude.Value, _datum.Value, "lat", "lon", out place);
    }

    /// <summary>The fix; only of fields without a fault.</summary>
    public readonly Fix ToFix(Device device, GeoPoint place) => new(device, _time.Value, place)
    {
        Speed = _speed.IsPresent ? new Speed(_speed.Value) : null,
        Heading = _heading.IsPresent ? new Bearing(_heading.Value) : null,
        Accuracy = _accuracy.IsPresent ? Length.FromMetres(_accuracy.Value) : null,
        Altitude = _altitude.IsPresent ? Length.FromMetres(_altitude.Value) : null,
        Datum = _datum.Value,
        Mock = _mock.Value,
    };

    private static Field<double> MetresPerSecond(ref Utf8JsonReader reader) =>
        FieldReader.Number(ref reader, 0, Math.BitDecrement(Plausible.FasterThanAny));

    private static Field<double> Degrees(ref Utf8JsonReader reader) => FieldReader.Number(ref reader, 0, 360);
}
