using System.Net.Sockets;
using CityOps.Telemetry.Mqtt.Transport;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using NodaTime;

namespace CityOps.Telemetry.Tests.Mqtt.Transport;

/// <summary>What a device's connection does when the other side does not take part.</summary>
public sealed class DeviceChannelTests
{
    [Fact]
    public async Task Nobody_waits_for_a_farewell_that_the_other_side_does_not_take()
    {
        var clock = new FakeTimeProvider();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await using var full = new FullStream();
        using var channel = new DeviceChannel(
            full, socket, new PositionIntakes(null!, null!, null!, clock), maxPayload: 1024, order: new AcknowledgementOrder());

        var farewell = channel.SendPacketAsync(new MqttDisconnectPacket(), CancellationToken.None);
        Assert.False(farewell.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => farewell);
    }

    [Fact]
    public async Task Of_a_message_whose_properties_are_longer_than_any_that_is_taken_comes_enough_to_refuse_it()
    {
        // QoS 1, two million bytes: topic "t", packet id 7, and properties of nearly all of the rest.
        byte[] begin = [0x32, 0xFF, 0xFF, 0x7F, 0, 1, (byte)'t', 0, 7, 0xF0, 0xFF, 0x7F, 0x26];
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var stream = new MemoryStream([.. begin, .. new byte[70_000]]);
        using var channel = new DeviceChannel(
            stream, socket, new PositionIntakes(null!, null!, null!, new FakeTimeProvider()), maxPayload: 1024, order: new AcknowledgementOrder());
        channel.Admit(Duration.Zero, pass: null);

        var publish = Assert.IsType<MqttPublishPacket>(await channel.ReceivePacketAsync(CancellationToken.None));

        Assert.Equal("t", publish.Topic);
        Assert.Equal(7, publish.PacketIdentifier);
        Assert.True(publish.Payload.Length > 1024);
    }

    /// <summary>What is written to it goes nowhere: the other side does not read.</summary>
    private sealed class FullStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource().Task.WaitAsync(cancellationToken));
    }
}
