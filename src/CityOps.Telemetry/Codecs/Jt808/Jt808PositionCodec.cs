using System.Buffers.Binary;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>Fixes from position frames: 0x0200, and 0x0704 with many of them.</summary>
internal static class Jt808PositionCodec
{
    // Count of positions and kind of batch (0 normal, 1 sent again).
    private const int BatchHeader = 3;

    /// <summary>Adds the good fixes of one raw frame to the list and returns one refusal for each bad one.</summary>
    /// <param name="wire">The frame, from 7E to 7E.</param>
    /// <param name="device">Who sends it.</param>
    /// <param name="phone">The only terminal that may speak for the device; null for any.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="into">Gets the fixes.</param>
    /// <param name="unlocated">Gets the alarms of positions that are refused because they are not located.</param>
    public static IReadOnlyList<Rejection> Decode(
        ReadOnlySpan<byte> wire, Device device, string? phone, Instant receivedAt, List<Fix> into,
        List<AlarmReading>? unlocated = null)
    {
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        return !Jt808Frame.TryDecode(wire, scratch, out var frame, out var refusal) ? [refusal]
            : phone is not null && !frame.IsFrom(phone) ? [Refusals.ForeignTerminal]
            : Decode(frame, device, receivedAt, into, unlocated);
    }

    /// <summary>The same for a frame that is decoded already.</summary>
    public static IReadOnlyList<Rejection> Decode(
        Jt808Frame frame, Device device, Instant receivedAt, List<Fix> into, List<AlarmReading>? unlocated = null)
    {
        if (frame.IsEncrypted)
        {
            return [Refusals.Encrypted];
        }

        if (frame.IsSubpackaged)
        {
            return [Refusals.Subpackaged];
        }

        switch (frame.MessageId)
        {
            case Jt808Message.Position:
                return Position(frame.Body, device, receivedAt, into, unlocated) is { } refusal ? [refusal] : [];
            case Jt808Message.PositionBatch:
                return Batch(frame.Body, device, receivedAt, into, unlocated);
            default:
                return [Refusals.UnsupportedFrame(frame.MessageId)];
        }
    }

    private static List<Rejection> Batch(
        ReadOnlySpan<byte> body, Device device, Instant receivedAt, List<Fix> into, List<AlarmReading>? unlocated)
    {
        if (body.Length < BatchHeader)
        {
            return [Refusals.Truncated];
        }

        var refusals = new List<Rejection>();
        var rest = body[BatchHeader..];
        for (int left = BinaryPrimitives.ReadUInt16BigEndian(body); left > 0; left--)
        {
            var length = rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (rest.Length < 2 + length)
            {
                // Where the next one would begin is not known: what is left is one refusal.
                refusals.Add(Refusals.Truncated);
                return refusals;
            }

            if (Position(rest.Slice(2, length), device, receivedAt, into, unlocated) is { } refusal)
            {
                refusals.Add(refusal);
            }

            rest = rest[(2 + length)..];
        }

        if (!rest.IsEmpty)
        {
            refusals.Add(Refusals.MalformedFrame("The batch is longer than it declares."));
        }

        return refusals;
    }

    /// <summary>Adds the fix of one position body to the list, or returns its refusal.</summary>
    public static Rejection? Position(
        ReadOnlySpan<byte> body, Device device, Instant receivedAt, List<Fix> into, List<AlarmReading>? unlocated = null)
    {
        if (!Jt808Position.TryRead(body, out var position))
        {
            return Refusals.Truncated;
        }

        var fault = FaultOf(position, receivedAt, out var time, out var place);
        if (fault is null)
        {
            into.Add(new Fix(device, time, place)
            {
                Speed = Speed.FromKilometresPerHour(position.KilometresPerHour),
                Heading = new Bearing(position.DirectionDegrees),
                Altitude = Length.FromMetres(position.AltitudeMetres),
                Alarms = position.Alarms,
            });
        }
        else if (fault == Refusals.NotLocated)
        {
            unlocated?.Add(new AlarmReading(TimeOf(position, receivedAt), position.Alarms));
        }

        return fault;
    }

    /// <summary>A terminal that was never located has no time either: then it is when its position came.</summary>
    private static Instant TimeOf(Jt808Position position, Instant receivedAt) =>
        position.TryReadTime(out var time) && Plausible.FaultOf(time, receivedAt, "time") is null ? time : receivedAt;

    private static Rejection? FaultOf(
        Jt808Position position, Instant receivedAt, out Instant time, out GeoPoint place)
    {
        (time, place) = (default, default);
        if ((position.Status & Jt808Status.Located) == 0)
        {
            return Refusals.NotLocated;
        }

        if ((position.Status & Jt808Status.EncryptedCoordinates) != 0)
        {
            return Refusals.Encrypted;
        }

        if (!position.TryReadTime(out time))
        {
            return Refusals.Malformed("time");
        }

        return Plausible.FaultOf(time, receivedAt, "time")
            ?? Plausible.FaultOf(
                position.Latitude, position.Longitude, Datum.Wgs84, "latitude", "longitude", out place)
            ?? (position.KilometresPerHour >= Plausible.FasterThanAny * 3.6 ? Refusals.OutOfRange("speed") : null)
            ?? (position.DirectionDegrees > 360 ? Refusals.OutOfRange("direction") : null);
    }
}
