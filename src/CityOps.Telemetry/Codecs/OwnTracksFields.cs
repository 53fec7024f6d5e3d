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

    public bool TryRead(ref Utf8JsonReader reader) =>
        FieldReader.TryRead(ref reader, "_type"u8, ref _type, Type)
        || FieldReader.TryRead(ref reader, "tst"u8, ref _time, TimeField.ReadEpochSeconds)
        || FieldReader.TryRead(ref reader, "lon"u8, ref _longitude, FieldReader.Longitude)
        || FieldReader.TryRead(ref reader, "lat"u8, ref _latitude, FieldReader.Latitude)
        || FieldReader.TryRead(ref reader, "acc"u8, ref _accuracy, FieldReader.Accuracy)
        || FieldReader.TryRead(ref reader, "alt"u8, ref _altitude, FieldReader.Altitude)
        || FieldReader.TryRead(ref reader, "vel"u8, ref _speed, KilometresPerHour)
        || FieldReader.TryRead(ref reader, "cog"u8, ref _heading, Degrees);

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

    private static Field<string> Type(ref Utf8JsonReader reader) => FieldReader.Text(ref reader, MaxType);

    private static Field<double> KilometresPerHour(ref Utf8JsonReader reader) =>
        KnownOrMissing(FieldReader.Number(ref reader, double.MinValue, Math.BitDecrement(MaxKilometresPerHour)));

    private static Field<double> Degrees(ref Utf8JsonReader reader) =>
        KnownOrMissing(FieldReader.Number(ref reader, double.MinValue, 360));

    // Phones give −1 for a speed or course that they do not know; a negative accuracy would mean a place that is none.
    private static Field<double> KnownOrMissing(Field<double> field) =>
        field is { IsPresent: true, Value: < 0 } ? default : field;
}
