using System.Buffers;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Security;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using NodaTime;

namespace CityOps.Telemetry.Mqtt;

/// <summary>
/// What a message on a topic means. A bad one is refused, counted and can be looked up; it never disturbs the good ones.
/// Thread-safe.
/// </summary>
internal sealed class MessageRouter(
    Positions positions,
    FixPipeline fixes,
    UnlocatedAlarms alarms,
    DeskMessages desk,
    IDeviceGateway devices,
    HandsetLink handsets,
    RefusalBook refusals,
    DeviceDirectory directory,
    TelemetryOptions options,
    TelemetryMetrics metrics,
    TimeProvider clock,
    ILogger<MessageRouter> logger)
{
    /// <summary>The largest payload that is looked at, in bytes.</summary>
    public int MaxPayload => options.MaxPayload;

    /// <summary>Of how many messages with positions there are spans, 0 to 1.</summary>
    public double TracedPositions => options.TracedPositions;

    /// <summary>The topic, if good positions may come on it; false for any other, and for one that is refused.</summary>
    public bool TryPosition(ReadOnlySpan<char> topic, out Topic parsed) =>
        Topic.TryParse(topic, out parsed, out _) && parsed.Kind == TopicKind.Position && Takes(parsed.Device);

    /// <summary>Handles a message.</summary>
    /// <param name="topic">What it came on.</param>
    /// <param name="payload">What it says.</param>
    /// <param name="acknowledged">True if its sender waits for an acknowledgement.</param>
    /// <param name="properties">What it says beside that, in MQTT 5.</param>
    /// <param name="cancel">Ends with the connection.</param>
    /// <returns>Ends when the message may be acknowledged.</returns>
    public ValueTask<Task> RouteAsync(
        string topic, ReadOnlySequence<byte> payload, bool acknowledged, List<MqttUserProperty>? properties, CancellationToken cancel) =>
        TelemetryTracing.IsOn && Topic.TryParse(topic, out var parsed, out _)
            ? TracedAsync(parsed, topic, payload, acknowledged, properties, cancel)
            : HandleAsync(topic, payload, acknowledged, cancel);

    private async ValueTask<Task> TracedAsync(
        Topic parsed, string topic, ReadOnlySequence<byte> payload, bool acknowledged, List<MqttUserProperty>? properties,
        CancellationToken cancel)
    {
        var sender = properties?.Find(p => p.Name == TelemetryTracing.Property)?.ReadValueAsString();
        var message = TelemetryTracing.Message(parsed, sender, TracedPositions);
        var durable = await HandleAsync(topic, payload, acknowledged, cancel);
        return message is null ? durable : TelemetryTracing.EndAsync(message, durable);
    }

    private async ValueTask<Task> HandleAsync(
        string topic, ReadOnlySequence<byte> payload, bool acknowledged, CancellationToken cancel)
    {
        try
        {
            var now = clock.GetCurrentInstant();
            if (!Topic.TryParse(topic, out var parsed, out var unknown))
            {
                return Refused(Topic.OwnerOf(topic), topic, unknown ?? Codecs.Refusals.UnknownTopic, now);
            }

            if (!Takes(parsed.Device))
            {
                return RefusedUnread(parsed, topic, DeskRefusals.UnknownDevice, now, cancel);
            }

            var hasPositions = parsed.Kind is TopicKind.Position or TopicKind.Jt808 or TopicKind.OwnTracks;
            if (payload.Length > options.MaxPayload)
            {
                return TooLarge(parsed, topic, hasPositions, now, cancel);
            }

            if (!hasPositions)
            {
                metrics.Message(parsed.Kind);
            }

            var bytes = payload.IsSingleSegment ? payload.First : payload.ToArray();
            return parsed.Kind switch
            {
                TopicKind.Position or TopicKind.Jt808 or TopicKind.OwnTracks =>
                    await PositionsAsync(parsed, topic, bytes, acknowledged, now, cancel),
                TopicKind.Report => desk.ReportAsync(parsed.Device, topic, bytes, now, cancel),
                TopicKind.Shift => desk.ShiftAsync(parsed.Device, topic, bytes, now, cancel),
                TopicKind.Result => desk.ResultAsync(parsed.Device, topic, bytes, now, cancel),
                TopicKind.Status => Status(parsed.Device, topic, bytes.Span, now, cancel),
                TopicKind.Response => desk.ResponseAsync(parsed.Device, topic, bytes, now, cancel),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.MessageFailed(e, topic);
            return Task.FromException(e);
        }
    }

    /// <summary>A client breaks the protocol, and its connection ends; the reason.</summary>
    public string RefuseUnnumbered(string topic)
    {
        refusals.Note(Topic.OwnerOf(topic), topic, Codecs.Refusals.NoPacketId, clock.GetCurrentInstant());
        return Codecs.Refusals.NoPacketId.Message;
    }

    /// <summary>What was not looked at counts as one position.</summary>
    private Task TooLarge(Topic topic, string name, bool hasPositions, Instant now, CancellationToken cancel)
    {
        var reason = Codecs.Refusals.TooLarge(options.MaxPayload);
        metrics.Message(topic.Kind);
        if (!hasPositions)
        {
            return RefusedUnread(topic, name, reason, now, cancel);
        }

        positions.Refuse(topic, name, reason, 1, now);
        return Task.CompletedTask;
    }

    private async ValueTask<Task> PositionsAsync(
        Topic topic, string name, ReadOnlyMemory<byte> payload, bool acknowledged, Instant now, CancellationToken cancel)
    {
        List<AlarmReading> unlocated = [];
        var good = positions.Decode(topic, name, payload.Span, now, unlocated).ToArray();
        var noted = alarms.NoteAsync(topic.Device, unlocated, cancel);
        if (good.Length == 0)
        {
            return noted;
        }

        if (acknowledged)
        {
            return Task.WhenAll(noted, await fixes.TakeAsync(good, now, cancel));
        }

        fixes.Offer(good, now);
        return noted;
    }

    private Task Status(Device device, string topic, ReadOnlySpan<byte> payload, Instant now, CancellationToken cancel)
    {
        switch (StatusCodec.Decode(payload))
        {
            case Decoded<DeviceStatus>.Accepted accepted:
                devices.TellStatus(device, accepted.Value == DeviceStatus.Online);
                return accepted.Value == DeviceStatus.Online
                    ? handsets.RepeatAsync(device, cancel)
                    : Task.CompletedTask;
            case Decoded<DeviceStatus>.Refused refused:
                return Refused(device, topic, refused.Reason, now);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Whoever waits for an answer gets one, without the id of what was not looked at.</summary>
    private Task RefusedUnread(Topic topic, string name, Rejection reason, Instant now, CancellationToken cancel) =>
        topic.Kind is TopicKind.Report or TopicKind.Shift or TopicKind.Result
            ? desk.RefuseAsync(topic.Device, name, null, reason, now, cancel)
            : Refused(topic.Device, name, reason, now);

    private Task Refused(Device? device, string topic, Rejection reason, Instant now)
    {
        refusals.Note(device, topic, reason, now);
        return Task.CompletedTask;
    }

    private bool Takes(Device device) => options.AcceptUnknownDevices || directory.Takes(device);
}
