using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CityOps.Bench.Processes;

namespace CityOps.Bench.Live;

/// <summary>Clients of the live stream that read and look at nothing: bare sockets, each with a part of the city in its box.</summary>
internal sealed class StreamReaders : IDisposable
{
    // The demo city, cut into so many columns and rows.
    private const int Parts = 4;
    private const int BufferBytes = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Socket> _sockets = [];
    private long _bytes;

    /// <summary>How many bytes all of them have read.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Lets readers come, and waits until the engine has counted them in.</summary>
    public async Task OpenAsync(EngineProcess engine, int count)
    {
        var places = Ingest.IngestBench.Places();
        var (west, east) = (places.Min(p => p.Longitude), places.Max(p => p.Longitude));
        var (south, north) = (places.Min(p => p.Latitude), places.Max(p => p.Latitude));
        var port = engine.Http.BaseAddress?.Port ?? throw new BenchException("The engine has no address.");
        for (var i = 0; i < count; i++)
        {
            var (column, row) = (i % Parts, i / Parts % Parts);
            var box = string.Create(
                CultureInfo.InvariantCulture,
                $"{Cut(west, east, column)},{Cut(south, north, row)},{Cut(west, east, column + 1)},{Cut(south, north, row + 1)}");
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET /api/v1/stream?topics=cases,positions&bbox={box} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            _ = ReadAsync(socket);
        }

        var patience = Task.Delay(Patience);
        while ((await engine.CountersAsync()).Sum("cityops_stream_readers") < count)
        {
            if (patience.IsCompleted)
            {
                throw new BenchException("The engine does not take all readers.");
            }

            await Task.Delay(100);
        }
    }

    public void Dispose() => _sockets.ForEach(s => s.Dispose());

    private static double Cut(double from, double to, int part) => from + ((to - from) * part / Parts);

    private async Task ReadAsync(Socket socket)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var read)
            {
                Interlocked.Add(ref _bytes, read);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The bench is over, or the engine; the engine's own count of readers shows the latter.
        }
    }
}
