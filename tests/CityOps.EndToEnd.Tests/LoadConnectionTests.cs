using System.Net;
using System.Net.Sockets;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Results;
using CityOps.Domain.Geo;

namespace CityOps.EndToEnd.Tests;

/// <summary>The device of the benches takes no answer for that of another message.</summary>
public sealed class LoadConnectionTests
{
    private const string Device = "bench-1";

    [Fact]
    public async Task A_load_that_is_over_waits_for_the_acknowledgement_that_is_on_its_way()
    {
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        var message = new PositionMessage([Device], GeoPoint.At(latitude: 28.683, longitude: 115.857), 1, 1);
        using var connection = new LoadConnection(message, Device);
        var connecting = connection.ConnectAsync(((IPEndPoint)broker.LocalEndpoint).Port, CancellationToken.None);
        using var accepted = await broker.AcceptTcpClientAsync();
        var stream = accepted.GetStream();
        await stream.ReadExactlyAsync(new byte[Packets.Connect(Device).Length]);
        await stream.WriteAsync(new byte[] { 0x20, 2, 0, 0 });
        await connecting;

        using var over = new CancellationTokenSource();
        var sending = connection.SendPacedAsync(TimeSpan.FromMilliseconds(1), TimeSpan.Zero, new Latencies(), over.Token);
        await stream.ReadExactlyAsync(new byte[message.Length]);
        await over.CancelAsync();
        await stream.WriteAsync(new byte[] { 0x40, 2, 0, 1 });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(1, connection.Acknowledged);
    }

    [Fact]
    public void What_comes_before_the_warm_up_is_over_is_not_timed()
    {
        var latencies = new Latencies { Counts = false };
        latencies.Record(0, 1_000_000);
        Assert.Equal(0, latencies.Count);

        latencies.Counts = true;
        latencies.Record(0, 1_000_000);
        Assert.Equal(1, latencies.Count);
    }
}
