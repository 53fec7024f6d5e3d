using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CityOps.Bench.Results;

namespace CityOps.Bench.Http;

/// <summary>A keep-alive connection that asks and waits for the whole answer, on a raw socket. Leaner than any client library.</summary>
internal sealed class HttpConnection : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Ok = "HTTP/1.1 200"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _answers;

    /// <summary>How many answers it had.</summary>
    public long Answers => Volatile.Read(ref _answers);

    public Task ConnectAsync(int port, CancellationToken cancel) => _socket.ConnectAsync(IPAddress.Loopback, port, cancel).AsTask();

    /// <summary>The request for a path.</summary>
    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>Asks in a closed loop, one request of the list after another, until it is stopped.</summary>
    public async Task AskAsync(IReadOnlyList<byte[]> requests, int first, Latencies latencies, CancellationToken stop)
    {
        for (var i = first; !stop.IsCancellationRequested; i++)
        {
            latencies.Record(await AskAsync(requests[i % requests.Count], stop), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Asks at a pace, from the moment that a request was due on: what holds one up is in the time of the next ones.</summary>
    public async Task AskPacedAsync(
        IReadOnlyList<byte[]> requests, int first, TimeSpan between, TimeSpan wait, Latencies latencies, CancellationToken stop)
    {
        await Task.Delay(wait, stop);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var early = (between * i) - Stopwatch.GetElapsedTime(started);
            if (early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early, stop);
            }

            var due = started + (long)(between.TotalSeconds * i * Stopwatch.Frequency);
            await AskAsync(requests[(first + i) % requests.Count], stop);
            latencies.Record(Math.Max(due, started), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Asks once.</summary>
    /// <returns>When it asked.</returns>
    public async ValueTask<long> AskAsync(byte[] request, CancellationToken stop)
    {
        var sent = Stopwatch.GetTimestamp();
        await _socket.SendAsync(request, stop);
        var (length, wanted) = (0, int.MaxValue);
        while (length < wanted)
        {
            var more = await _socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            length += more > 0 ? more : throw new BenchException("The server closed a connection.");
            wanted = Length(_buffer.AsSpan(0, length));
        }

        if (!_buffer.AsSpan().StartsWith(Ok))
        {
            throw new BenchException($"The server answered {Encoding.ASCII.GetString(_buffer, 0, Math.Min(length, 60))} …");
        }

        Volatile.Write(ref _answers, _answers + 1);
        return sent;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The bytes of the answer that begins here, or more than can come while that is not known.</summary>
    private static int Length(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf(EndOfHead);
        if (head < 0)
        {
            return int.MaxValue;
        }

        var body = head + EndOfHead.Length;
        var length = answer[..head].IndexOf("Content-Length: "u8);
        if (length >= 0)
        {
            var digits = answer[(length + "Content-Length: "u8.Length)..];
            return body + int.Parse(digits[..digits.IndexOf((byte)'\r')]);
        }

        return answer.EndsWith("\r\n0\r\n\r\n"u8) ? answer.Length : int.MaxValue;
    }
}
