using System.Runtime.InteropServices;
using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Mqtt;
using NodaTime;

namespace CityOps.Telemetry.Ingest;

/// <summary>Decodes messages with positions: every fix is counted, and every bad one refused by itself. Thread-safe.</summary>
internal sealed class Positions(
    RefusalBook refusals, FixBooks books, IDeviceGateway devices, CityConfiguration city, TelemetryMetrics metrics)
{
    [ThreadStatic]
    private static List<Fix>? _decoded;

    /// <summary>The good fixes of a message, valid until the next call on this thread.</summary>
    /// <param name="topic">What it came on, for <see cref="TopicKind.Position"/>, Jt808 or OwnTracks.</param>
    /// <param name="name">The topic in full.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="now">When it came.</param>
    /// <param name="unlocated">Gets the alarms of positions that are refused because they are not located.</param>
    public ReadOnlySpan<Fix> Decode(
        Topic topic, string name, ReadOnlySpan<byte> payload, Instant now, List<AlarmReading>? unlocated = null)
    {
        var good = _decoded ??= [];
        good.Clear();
        metrics.Message(topic.Kind);
        if (topic.Kind == TopicKind.Position)
        {
            var reasons = PositionCodec.Decode(payload, topic.Device, now, good, out var refused);
            if (refused > reasons.Count)
            {
                Refuse(topic, name, reasons[0], refused, now);
                return default;
            }

            return Noted(topic, name, payload, now, reasons);
        }

        return Noted(topic, name, payload, now, topic.Kind == TopicKind.Jt808
            ? Jt808PositionCodec.Decode(payload, topic.Device, PhoneOf(topic.Device), now, good, unlocated)
            : OwnTracks(payload, topic.Device, now, good));
    }

    /// <summary>Refuses so many positions of a message for one reason.</summary>
    public void Refuse(Topic topic, string name, Rejection reason, int count, Instant now)
    {
        metrics.FixesReceived(0, count);
        books.Refused(topic.Device, reason, count);
        refusals.Note(new Refusal(now, topic.Device.ToString(), name, reason.Code, reason.Message, reason.Field) { Count = count });
    }

    private ReadOnlySpan<Fix> Noted(
        Topic topic, string name, ReadOnlySpan<byte> payload, Instant now, IReadOnlyList<Rejection> bad)
    {
        var good = _decoded ??= [];
        metrics.FixesReceived(good.Count, bad.Count);
        books.Received(topic.Device, good.Count, bad);
        if (bad.Count > 0)
        {
            Note(topic, name, payload, now, bad);
        }

        return CollectionsMarshal.AsSpan(good);
    }

    /// <summary>Each reason once a message: ten arrays of a device whose clock is not set would push everyone else's out of the look-up.</summary>
    private void Note(Topic topic, string name, ReadOnlySpan<byte> payload, Instant now, IReadOnlyList<Rejection> bad)
    {
        foreach (var alike in bad.CountBy(reason => reason))
        {
            var isFrame = topic.Kind == TopicKind.Jt808 && Codecs.Refusals.IsUnreadable(alike.Key);
            refusals.Note(topic.Device, name, alike.Key, now, isFrame ? payload : default, alike.Value);
        }
    }

    /// <summary>A last will is no position: it says that the app has gone.</summary>
    private IReadOnlyList<Rejection> OwnTracks(ReadOnlySpan<byte> payload, Device device, Instant now, List<Fix> good)
    {
        switch (OwnTracksCodec.Decode(payload, device, now))
        {
            case Decoded<OwnTracksMessage>.Accepted { Value: OwnTracksMessage.Position position }:
                good.Add(position.Fix);
                return [];
            case Decoded<OwnTracksMessage>.Refused refused:
                return [refused.Reason];
            default:
                devices.TellStatus(device, online: false);
                return [];
        }
    }

    private string? PhoneOf(Device device) =>
        device.Kind == DeviceKind.Vehicle ? city.Vehicles.GetValueOrDefault(device.Id)?.Phone : null;
}
