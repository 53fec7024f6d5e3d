using System.Net;
using System.Net.Sockets;
using CityOps.Bench.Mqtt;
using CityOps.Testing;

namespace CityOps.Bench.Fuzz;

/// <summary>
/// Connections whose very packets or frames are spoilt. The engine may end them, and nothing else: one that is still open at its
/// end has a good message answered. Not thread-safe.
/// </summary>
internal sealed class BrokenStreams(Random random, string name)
{
    private const int PacketsAConnection = 50;
    private const int AuthenticateId = 0x0102;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Mutator _mutator = new(random);
    private readonly string _phone = $"0139{random.Next(100_000_000):D8}";

    /// <summary>How many packets and frames were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    /// <summary>How many terminals lived to have a good position taken.</summary>
    public int Answered { get; private set; }

    /// <summary>How many connections the engine ended, as it may.</summary>
    public int Ended { get; private set; }

    /// <summary>Packets of MQTT. What of them is still a message is no position, so that those stay countable.</summary>
    public async Task MqttAsync(int port)
    {
        var topic = $"cityops/v1/vehicles/{name}/response";
        byte[][] good =
        [
            Packets.Publish(topic, """{"id":"x"}"""u8, 0), Packets.Publish(topic, """{"id":"x"}"""u8, 1, 7),
            Packets.Publish(topic, "x"u8, 2, 8),
            [0x82, 14, 0, 9, 0, 9, .. "fuzz/only"u8, 1], [0xA2, 13, 0, 10, 0, 9, .. "fuzz/only"u8],
            [0x62, 2, 0, 8], [0x40, 2, 0, 7], [0xC0, 0], [0xE0, 0], Packets.Connect(name),
        ];
        using var connection = await ConnectAsync(port);
        var stream = connection.GetStream();
        var reading = DrainAsync(stream);
        var connect = Packets.Connect(name);
        var isAlive = await SendAsync(stream, random.Next(4) == 0 ? _mutator.Mutated(connect) : connect);
        for (var i = 0; i < PacketsAConnection && isAlive && !reading.IsCompleted; i++)
        {
            isAlive = await SendAsync(stream, _mutator.Mutated(good[random.Next(good.Length)]));
        }

        // Whether it is read to its end or not: nobody waits for more.
        await EndAsync(connection, reading);
    }

    /// <summary>Frames of a terminal that has authenticated, two in a segment and cut anywhere.</summary>
    public async Task TerminalAsync(int port)
    {
        using var connection = await ConnectAsync(port);
        var stream = connection.GetStream();
        await stream.WriteAsync(TerminalFrames.Message(0x0100, _phone, 1, [.. new byte[36], 1, (byte)'X']));
        var answer = new byte[256];
        var length = 0;
        while (length < 2 || answer[length - 1] != 0x7E)
        {
            var read = await stream.ReadAsync(answer.AsMemory(length));
            length += read > 0 ? read : throw new BenchException("The engine ends a terminal that registers.");
        }

        var authenticate = TerminalFrames.Message(AuthenticateId, _phone, 2, Mutator.Content(answer.AsSpan(0, length)).AsSpan(15));
        var reading = DrainAsync(stream);
        var now = DateTimeOffset.UtcNow;
        var position = TerminalFrames.Position(_phone, 3, now);
        byte[] body = Mutator.Content(position)[12..];
        byte[][] good =
        [
            position, TerminalFrames.Message(0x0704, _phone, 4, [0, 2, 0, 0, 28, .. body, 0, 28, .. body]),
            TerminalFrames.Message(0x0002, _phone, 5, []), TerminalFrames.Message(0x0001, _phone, 6, [0, 0, 0x83, 0, 0]),
            TerminalFrames.Message(0x0201, _phone, 7, [0, 0, .. body]), TerminalFrames.Message(0x0900, _phone, 8, [1, 2, 3]),
        ];
        var isAlive = await SendAsync(stream, authenticate);
        for (var i = 0; i < PacketsAConnection && isAlive && !reading.IsCompleted; i += 2)
        {
            byte[] two = [.. Spoilt(good), .. Spoilt(good)];
            var cut = random.Next(two.Length);
            isAlive = await SendAsync(stream, two[..cut]) && await SendAsync(stream, two[cut..]);
        }

        // A flag, since a frame may have lost its own; a spoilt frame may have logged it off.
        byte[] last = [0x7E, .. authenticate, .. TerminalFrames.Position(_phone, 0xABCD, now)];
        isAlive = isAlive && await SendAsync(stream, last);
        var answers = await EndAsync(connection, reading);
        ReadOnlySpan<byte> done = [0xAB, 0xCD, 0x02, 0x00, 0x00];
        Answered += answers.AsSpan().IndexOf(done) >= 0 ? 1 : 0;
    }

    private byte[] Spoilt(byte[][] good)
    {
        var frame = good[random.Next(good.Length)];
        return random.Next(3) == 0 ? _mutator.Mutated(frame) : _mutator.Rechecked(frame);
    }

    private async Task<TcpClient> ConnectAsync(int port)
    {
        Connections++;
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    private async Task<bool> SendAsync(NetworkStream stream, byte[] bytes)
    {
        try
        {
            await stream.WriteAsync(bytes);
            Sent++;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<byte[]> EndAsync(TcpClient connection, Task<byte[]> reading)
    {
        Ended += reading.IsCompleted ? 1 : 0;
        try
        {
            connection.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The engine was faster.
        }

        return await reading.WaitAsync(Patience);
    }

    private static async Task<byte[]> DrainAsync(NetworkStream stream)
    {
        using var answers = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answers);
        }
        catch (IOException)
        {
            // Reset, which is an end, too.
        }

        return answers.ToArray();
    }
}
