using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The fields of one position as they were read; unknown ones are passed over.</summary>
internal struct PositionFields : IJsonFields
{
    /// <summary>Metres up or down; wider than any height at which a device could be.</summary>
    public const double MaxAltitude = 100_000;

    private Field<Instant> _time;
    private Field<double> _longitude;
    private Field<double> _latitude;
    private Field<double> _speed;
    private Field<double> _heading;
    private Field<double> _accuracy;
    private Field<double> _altitude;
    private Field<Datum> _datum;
    private Field<bool> _mock;

    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("t"u8))
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
        else if (reader.ValueTextEquals("speed"u8))
        {
            reader.Read();
            _speed = FieldReader.Number(ref reader, 0, Math.BitDecrement(Plausible.FasterThanAny));
        }
        else if (reader.ValueTextEquals("heading"u8))
        {
            reader.Read();
            _heading = FieldReader.Number(ref reader, 0, 360);
        }
        else if (reader.ValueTextEquals("accuracy"u8))
        {
            reader.Read();
            _accuracy = FieldReader.Number(ref reader, 0, double.MaxValue);
        }
        else if (reader.ValueTextEquals("altitude"u8))
        {
            reader.Read();
            _altitude = FieldReader.Number(ref reader, -MaxAltitude, MaxAltitude);
        }
        else if (reader.ValueTextEquals("datum"u8))
        {
            reader.Read();
            _datum = FieldReader.DatumName(ref reader);
        }
        else if (reader.ValueTextEquals("mock"u8))
        {
            reader.Read();
            _mock = FieldReader.Flag(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

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
}
