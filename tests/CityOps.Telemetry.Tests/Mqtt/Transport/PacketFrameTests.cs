using System.Text;
using CityOps.Telemetry.Mqtt.Transport;
using MQTTnet.Formatter;

namespace CityOps.Telemetry.Tests.Mqtt.Transport;

public sealed class PacketFrameTests
{
    // As mosquitto_pub sends them: topic "a/b", payload "xy".
    private static readonly byte[] AtQos0 = [0x30, 7, 0, 3, (byte)'a', (byte)'/', (byte)'b', (byte)'x', (byte)'y'];
    private static readonly byte[] AtQos1 = [0x32, 9, 0, 3, (byte)'a', (byte)'/', (byte)'b', 0x12, 0x34, (byte)'x', (byte)'y'];
    private static readonly byte[] AtQos1InMqtt5 =
        [0x32, 10, 0, 3, (byte)'a', (byte)'/', (byte)'b', 0x12, 0x34, 0, (byte)'x', (byte)'y'];

    [Theory]
    [InlineData(new byte[] { 0xC0, 0 }, 2, 0)]
    [InlineData(new byte[] { 0x30, 0x7F }, 2, 127)]
    [InlineData(new byte[] { 0x30, 0x80, 0x01 }, 3, 128)]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F }, 5, 268_435_455)]
    public void A_header_has_one_to_four_bytes_of_length(byte[] bytes, int header, int body)
    {
        Assert.True(PacketFrame.TryRead(bytes, out var frame));
        Assert.Equal((header, body), (frame.HeaderLength, frame.BodyLength));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x30 })]
    [InlineData(new byte[] { 0x30, 0x80 })]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF })]
    public void A_header_that_is_not_there_as_a_whole_is_waited_for(byte[] bytes) =>
        Assert.False(PacketFrame.TryRead(bytes, out _));

    [Fact]
    public void A_fifth_byte_of_length_is_no_MQTT() =>
        Assert.Throws<InvalidDataException>(() => PacketFrame.TryRead([0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1], out _));

    [Fact]
    public void A_message_is_read_as_it_lies_in_the_buffer()
    {
        Assert.Equal(("a/b", 0, "xy"), Read(AtQos0, MqttProtocolVersion.V311));
        Assert.Equal(("a/b", 0x1234, "xy"), Read(AtQos1, MqttProtocolVersion.V311));
        Assert.Equal(("a/b", 0x1234, "xy"), Read(AtQos1InMqtt5, MqttProtocolVersion.V500));
    }

    [Theory]
    [InlineData(0x32, 0, 0, true)]
    [InlineData(0x34, 0, 0, true)]
    [InlineData(0x32, 0, 1, false)]
    [InlineData(0x32, 1, 0, false)]
    [InlineData(0x30, 0, 0, false)]
    [InlineData(0x62, 0, 0, false)]
    public void A_message_above_QoS_0_must_have_a_packet_id(byte first, byte high, byte low, bool isUnnumbered)
    {
        byte[] bytes = [.. AtQos1];
        (bytes[0], bytes[7], bytes[8]) = (first, high, low);

        Assert.True(PacketFrame.TryRead(bytes, out var frame));
        Assert.Equal(isUnnumbered, frame.IsUnnumbered(bytes.AsSpan(2), out _));
        Assert.False(frame.IsUnnumbered(bytes.AsSpan(2, 6), out _));
    }

    [Fact]
    public void What_needs_a_broker_is_left_to_it()
    {
        byte[] atQos2 = [.. AtQos1];
        atQos2[0] = 0x34;
        byte[] withProperties = [.. AtQos1InMqtt5];
        withProperties[9] = 1;
        byte[] withoutId = [.. AtQos1];
        (withoutId[7], withoutId[8]) = (0, 0);

        Assert.Null(Read(atQos2, MqttProtocolVersion.V311));
        Assert.Null(Read(withProperties, MqttProtocolVersion.V500));
        Assert.Null(Read(withoutId, MqttProtocolVersion.V311));
    }

    [Fact]
    public void A_message_that_ends_anywhere_is_left_to_the_broker_or_has_less_payload()
    {
        for (var length = 2; length < AtQos1InMqtt5.Length; length++)
        {
            byte[] cut = [.. AtQos1InMqtt5[..length]];
            cut[1] = (byte)(length - 2);

            Assert.True(Read(cut, MqttProtocolVersion.V500) is null or ("a/b", 0x1234, "x" or ""));
        }
    }

    private static (string Topic, int Id, string Payload)? Read(byte[] packet, MqttProtocolVersion version) =>
        PacketFrame.TryRead(packet, out var frame) && frame.IsPublish
        && Publish.TryRead(frame, packet.AsSpan(frame.HeaderLength), version, out var publish)
            ? (Encoding.ASCII.GetString(publish.Topic), publish.PacketId, Encoding.ASCII.GetString(publish.Payload))
            : null;
}
