using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CityOps.Bench.Processes;

/// <summary>Ports of the loopback for servers that a bench or a test starts, and starts again after a kill. Thread-safe.</summary>
public static class Ports
{
    // Below those that a system gives to whoever asks for any (Linux 32768 and above): while its server is down, such a port
    // would soon be another's.
    private const int First = 20_000;
    private const int End = 32_000;

    // A port is taken by its namesake of UDP for as long as this process lives, so that no other bench or test is given it.
    private static readonly ConcurrentBag<Socket> Taken = [];

    /// <summary>Ports that nobody listens on, and that are given once.</summary>
    public static int[] Free(int count) => [.. Enumerable.Range(0, count).Select(_ => Free())];

    private static int Free()
    {
        while (true)
        {
            var place = new IPEndPoint(IPAddress.Loopback, RandomNumberGenerator.GetInt32(First, End));
            var token = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = true };
            try
            {
                token.Bind(place);
                using var listener = new TcpListener(place);
                listener.Start();
                Taken.Add(token);
                return place.Port;
            }
            catch (SocketException)
            {
                token.Dispose();
            }
        }
    }
}
