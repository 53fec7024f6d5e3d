using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CityOps.Bench.Processes;

namespace CityOps.EndToEnd.Tests.Links;

/// <summary>
/// A way between an engine and a server that a test makes slow, cuts, and lets fall silent, as networks do. Those who connect afterwards
/// find it as good as new. Thread-safe.
/// </summary>
internal sealed class FaultyLink : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Passage, Task> _passages = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly Task _accepting;
    private long _delayTicks;
    private volatile bool _isClosed;
    private int _refused;

    /// <summary>Listens, and leads to a port of loopback.</summary>
    public FaultyLink(int target)
    {
        (_target, Port) = (target, Ports.Free(1)[0]);
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>For how long everything is under way, there and back.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _delayTicks));
        set => Volatile.Write(ref _delayTicks, value.Ticks);
    }

    /// <summary>How many were turned away while it was closed.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Ends every connection, and turns away who comes from now on.</summary>
    public void Close()
    {
        _isClosed = true;
        Cut();
    }

    /// <summary>Lets them through again.</summary>
    public void Open() => _isClosed = false;

    /// <summary>Ends every connection, and both sides learn of it at once.</summary>
    public void Cut() => Each(passage => passage.Dispose());

    /// <summary>Every connection there is carries nothing any more, and neither side learns of it.</summary>
    public void Silence() => Each(passage => passage.Silence());

    /// <summary>Ends every connection for the engine alone; the server believes that it is still there.</summary>
    public void Orphan() => Each(passage => passage.Orphan());

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        Cut();
        await Task.WhenAll(_passages.Values);
        _ending.Dispose();
    }

    private void Each(Action<Passage> fault)
    {
        foreach (var passage in _passages.Keys)
        {
            fault(passage);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var passage = new Passage(this, await _listener.AcceptSocketAsync(_ending.Token));
                if (_isClosed)
                {
                    passage.Dispose();
                    Interlocked.Increment(ref _refused);
                    continue;
                }

                _passages[passage] = CarryAsync(passage);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task CarryAsync(Passage passage)
    {
        await passage.CarryAsync(_target);
        if (!passage.IsSilent)
        {
            _passages.TryRemove(passage, out _);
        }
    }

    /// <summary>A connection of the engine, and the one to the server that belongs to it.</summary>
    private sealed class Passage(FaultyLink link, Socket engine) : IDisposable
    {
        private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public bool IsSilent { get; private set; }

        public async Task CarryAsync(int target)
        {
            try
            {
                await _server.ConnectAsync(IPAddress.Loopback, target);
                (engine.NoDelay, _server.NoDelay) = (true, true);
                await Task.WhenAny(CarryAsync(engine, _server), CarryAsync(_server, engine));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }

            if (!IsSilent)
            {
                Dispose();
            }
        }

        public void Silence() => IsSilent = true;

        public void Orphan()
        {
            IsSilent = true;
            Reset(engine);
        }

        public void Dispose()
        {
            Reset(engine);
            Reset(_server);
        }

        /// <summary>Takes what comes, and says nothing of it once it is silent.</summary>
        private async Task CarryAsync(Socket from, Socket to)
        {
            var buffer = new byte[64 * 1_024];
            try
            {
                while (await from.ReceiveAsync(buffer) is > 0 and var count)
                {
                    if (link.Delay > TimeSpan.Zero)
                    {
                        await Task.Delay(link.Delay);
                    }

                    for (var sent = 0; sent < count && !IsSilent;)
                    {
                        sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        }

        private static void Reset(Socket socket)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It has ended already.
            }

            socket.Dispose();
        }
    }
}
