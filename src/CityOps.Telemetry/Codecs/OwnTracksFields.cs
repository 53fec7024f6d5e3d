using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The fields of an OwnTracks message as they were read.</summary>
internal struct OwnTracksFields : IJsonFields
{
    private const int MaxType = 32;
    private const double MaxKilometresPerHour = Plausible.FasterThanAny * 3.6;

    private Field<string> _type;
    private Field<Instant> _time;
    private Field<double> _longitude;
    private Field<double> _latitude;
    private Field<double> _accuracy;
    private Field<double> _altitude;
    private Field<double> _speed;
    private Field<double> _heading;

    /// <summary>True for the message that the broker sends when the app drops off.</summary>
    public readonly bool IsLastWill => _type is { IsPresent: true, Value: "lwt" };

    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("_type"u8))
        {
            reader.Read();
            _type = FieldReader.Text(ref reader, MaxType);
        }
        else if (reader.ValueTextEquals("tst"u8))
        {
            reader.Read();
            _time = TimeField.ReadEpochSeconds(ref reader);
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
        else if (reader.ValueTextEquals("acc"u8))
        {
            reader.Read();
            _accuracy = FieldReader.Number(ref reader, 0, double.MaxValue);
        }
        else if (reader.ValueTextEquals("alt"u8))
        {
            reader.Read();
            _altitude = FieldReader.Number(ref reader, -PositionFields.MaxAltitude, PositionFields.MaxAltitude);
        }
        else if (reader.ValueTextEquals("vel"u8))
        {
            reader.Read();
            _speed = KnownOrMissing(
                FieldReader.Number(ref reader, double.MinValue, Math.BitDecrement(MaxKilometresPerHour)));
        }
        else if (reader.ValueTextEquals("cog"u8))
        {
            reader.Read();
            _heading = KnownOrMissing(FieldReader.Number(ref reader, double.MinValue, 360));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>The first fault of a location, or null and its place.</summary>
    public readonly Rejection? Fault(Instant receivedAt, out GeoPoint place)
    {
        place = default;
        return _type.RequiredFault("_type")
            ?? (_type.Value == "location" ? null : Refusals.Unsupported(_type.Value))
            ?? _time.RequiredFault("tst") ?? _longitude.RequiredFault("lon") ?? _latitude.RequiredFault("lat")
            ?? _accuracy.Fault("acc") ?? _altitude.Fault("alt") ?? _speed.Fault("vel") ?? _heading.Fault("cog")
            ?? Plausible.FaultOf(_time.Value, receivedAt, "tst")
            ?? Plausible.FaultOf(_latitude.Value, _longitude.Value, Datum.Wgs84, "lat", "lon", out place);
    }

    /// <summary>The fix; only of fields without a fault.</summary>
    public readonly Fix ToFix(Device device, GeoPoint place) => new(device, _time.Value, place)
    {
        Speed = _speed.IsPresent ? Speed.FromKilometresPerHour(_speed.Value) : null,
        Heading = _heading.IsPresent ? new Bearing(_heading.Value) : null,
        Accuracy = _accuracy.IsPresent ? Length.FromMetres(_accuracy.Value) : null,
        Altitude = _altitude.IsPresent ? Length.FromMetres(_altitude.Value) : null,
    };

    // Phones give −1 for a speed or course that they do not know; a negative accuracy would mean a place that is none.
    private static Field<double> KnownOrMissing(Field<double> field) =>
        field is { IsPresent: true, Value: < 0 } ? default : field;
}
