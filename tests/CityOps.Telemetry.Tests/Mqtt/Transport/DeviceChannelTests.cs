using System.Net.Sockets;
using CityOps.Telemetry.Mqtt.Transport;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;

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

    /// <summary>What is written to it goes nowhere: the other side does not read.</summary>
    private sealed class FullStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource().Task.WaitAsync(cancellationToken));
    }
}
