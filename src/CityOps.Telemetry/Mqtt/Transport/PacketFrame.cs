using System.Buffers.Binary;
using MQTTnet.Formatter;

namespace CityOps.Telemetry.Mqtt.Transport;

/// <summary>Where an MQTT packet begins and ends (MQTT 3.1.1 and 5, 2.2).</summary>
/// <param name="First">The first byte: type and flags.</param>
/// <param name="HeaderLength">The bytes of the fixed header: the first and those of the length.</param>
/// <param name="BodyLength">The bytes that follow.</param>
internal readonly record struct PacketFrame(byte First, int HeaderLength, int BodyLength)
{
    private const byte PublishType = 3;

    /// <summary>All of its bytes.</summary>
    public int Length => HeaderLength + BodyLength;

    public bool IsPublish => First >> 4 == PublishType;

    /// <summary>The quality of service of a PUBLISH.</summary>
    public int Qos => (First >> 1) & 3;

    /// <summary>True for a PUBLISH that asks for an acknowledgement under the packet id 0, which is none (MQTT 3.1.1 and 5, 2.2.1).</summary>
    /// <param name="body">Its body, or at least the beginning with topic and packet id.</param>
    /// <param name="topic">The topic in UTF-8.</param>
    public bool IsUnnumbered(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> topic)
    {
        topic = default;
        if (!IsPublish || Qos == 0 || !BinaryPrimitives.TryReadUInt16BigEndian(body, out var length) || body.Length < 4 + length)
        {
            return false;
        }

        topic = body.Slice(2, length);
        return body[2 + length] == 0 && body[3 + length] == 0;
    }

    /// <summary>By what a PUBLISH at QoS 1 is acknowledged; 0 for every other packet.</summary>
    /// <param name="body">Its body, or at least the beginning with topic and packet id.</param>
    public ushort ToBeAcknowledged(ReadOnlySpan<byte> body) =>
        IsPublish && Qos == 1
        && BinaryPrimitives.TryReadUInt16BigEndian(body, out var topic)
        && body.Length >= 2 + topic
        && BinaryPrimitives.TryReadUInt16BigEndian(body[(2 + topic)..], out var id)
            ? id
            : (ushort)0;

    /// <summary>
    /// Makes the beginning of a PUBLISH of MQTT 5 one that can be read: its properties may reach beyond it, and count as payload instead.
    /// Where a broker would send it again on every connection, nothing else would ever come in. A topic that is an alias needs them.
    /// </summary>
    /// <param name="body">The beginning of its body, with topic and packet id, and more.</param>
    /// <param name="version">Only MQTT 5 has properties.</param>
    public void LeaveOutProperties(Span<byte> body, MqttProtocolVersion version)
    {
        var topic = BinaryPrimitives.ReadUInt16BigEndian(body);
        if (version == MqttProtocolVersion.V500 && topic > 0)
        {
            body[2 + topic + (Qos == 0 ? 0 : 2)] = 0;
        }
    }

    /// <summary>Reads the fixed header; false while it is not there as a whole.</summary>
    /// <exception cref="InvalidDataException">The length takes more than four bytes.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PacketFrame frame)
    {
        frame = default;
        var length = 0;
        for (var i = 1; i < bytes.Length; i++)
        {
            if (i > 4)
            {
                throw new InvalidDataException("The length of an MQTT packet takes more than four bytes.");
            }

            length |= (bytes[i] & 0x7F) << (7 * (i - 1));
            if (bytes[i] < 0x80)
            {
                frame = new PacketFrame(bytes[0], i + 1, length);
                return true;
            }
        }

        return false;
    }
}

/// <summary>A PUBLISH as it lies in the buffer (MQTT 3.1.1 and 5, 3.3).</summary>
internal readonly ref struct Publish
{
    private Publish(ReadOnlySpan<byte> topic, ushort packetId, ReadOnlySpan<byte> payload)
    {
        Topic = topic;
        PacketId = packetId;
        Payload = payload;
    }

    /// <summary>The topic in UTF-8.</summary>
    public ReadOnlySpan<byte> Topic { get; }

    /// <summary>By what it is acknowledged; 0 at QoS 0.</summary>
    public ushort PacketId { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>
    /// Reads the body of a PUBLISH at QoS 0 or 1. False for what needs a broker: QoS 2, properties of MQTT 5 such as an alias for the
    /// topic; and for what is malformed.
    /// </summary>
    public static bool TryRead(PacketFrame frame, ReadOnlySpan<byte> body, MqttProtocolVersion version, out Publish publish)
    {
        publish = default;
        if (frame.Qos > 1 || !TryTopic(body, out var topic, out var rest))
        {
            return false;
        }

        ushort id = 0;
        if (frame.Qos == 1)
        {
            if (!BinaryPrimitives.TryReadUInt16BigEndian(rest, out id) || id == 0)
            {
                return false;
            }

            rest = rest[2..];
        }

        if (version == MqttProtocolVersion.V500)
        {
            if (rest.IsEmpty || rest[0] != 0)
            {
                return false;
            }

            rest = rest[1..];
        }

        publish = new Publish(topic, id, rest);
        return true;
    }

    private static bool TryTopic(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> topic, out ReadOnlySpan<byte> rest)
    {
        topic = rest = default;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(body, out var length) || body.Length < 2 + length || length == 0)
        {
            return false;
        }

        topic = body.Slice(2, length);
        rest = body[(2 + length)..];
        return true;
    }
}
