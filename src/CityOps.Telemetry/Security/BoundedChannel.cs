using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;
using MQTTnet.Exceptions;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Reads along and ends a connection whose next packet says that it is too long, before the library makes room for it: a length of
/// 256 MiB costs a stranger five bytes to write.
/// </summary>
/// <param name="inner">The connection.</param>
/// <param name="longestFirst">The longest first packet in bytes, which comes from someone who has not logged in.</param>
/// <param name="longest">The longest packet after it.</param>
internal sealed class BoundedChannel(IMqttChannel inner, int longestFirst, int longest) : IMqttChannel
{
    private int _longest = longestFirst;
    private int _left;
    private int _length;
    private int _shift = -1;

    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(buffer, offset, count, cancellationToken);
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public void Dispose() => inner.Dispose();

    /// <summary>A packet is a type byte, its length in 7-bit groups, lowest first, and so many bytes (MQTT 5, 2.1).</summary>
    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                var skipped = Math.Min(_left, bytes.Length);
                _left -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var next = bytes[0];
            bytes = bytes[1..];
            if (_shift < 0)
            {
                (_shift, _length) = (0, 0);
                continue;
            }

            _length |= (next & 0x7F) << _shift;
            _shift += 7;
            if (_length > _longest || _shift > 28)
            {
                throw new MqttCommunicationException($"A packet of more than {_longest} bytes is not taken.");
            }

            if ((next & 0x80) == 0)
            {
                (_left, _shift, _longest) = (_length, -1, longest);
            }
        }
    }
}
