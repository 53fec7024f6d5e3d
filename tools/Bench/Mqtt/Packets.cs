using System.Buffers.Binary;
using System.Text;

namespace CityOps.Bench.Mqtt;

/// <summary>The few MQTT 3.1.1 packets of the load, encoded once.</summary>
internal static class Packets
{
    public static byte[] Connect(string client)
    {
        var id = Encoding.ASCII.GetBytes(client);
        return
        [
            0x10, (byte)(12 + id.Length),
            0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4,
            2, // clean session
            0, 0, // no keep-alive
            0, (byte)id.Length, .. id,
        ];
    }

    /// <summary>A PUBLISH; without a packet id at QoS 1 it is still to be put in.</summary>
    public static byte[] Publish(string topic, ReadOnlySpan<byte> payload, int qos, ushort id = 0)
    {
        var name = Encoding.ASCII.GetBytes(topic);
        var length = 2 + name.Length + (qos > 0 ? 2 : 0) + payload.Length;
        var packet = new List<byte> { (byte)(0x30 | (qos << 1)) };
        for (var rest = length; ; rest >>= 7)
        {
            packet.Add((byte)(rest > 127 ? (rest & 127) | 128 : rest));
            if (rest <= 127)
            {
                break;
            }
        }

        packet.AddRange([(byte)(name.Length >> 8), (byte)name.Length, .. name]);
        if (qos > 0)
        {
            packet.AddRange([(byte)(id >> 8), (byte)id]);
        }

        packet.AddRange(payload);
        return [.. packet];
    }

    public static void PutId(Span<byte> at, ushort id) => BinaryPrimitives.WriteUInt16BigEndian(at, id);
}
