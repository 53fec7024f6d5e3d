using System.Net;
using System.Net.Sockets;
using CityOps.Simulator.Life;

namespace CityOps.Simulator.Clients;

/// <summary>
/// A terminal at the engine's port for JT/T 808: registers, authenticates, shows texts, and sends each frame until it is answered, over as many
/// connections as it takes; a terminal registers but once, and keeps its code. For one caller at a time.
/// </summary>
internal sealed class TerminalLink(IPEndPoint engine, string phone, Patience patience) : IAsyncDisposable
{
    private const ushort Register = 0x0100;
    private const ushort Authenticate = 0x0102;
    private const ushort RegisterAnswer = 0x8100;
    private const ushort GeneralAnswer = 0x8001;
    private const ushort Text = 0x8300;
    private const ushort TerminalAnswer = 0x0001;
    private const byte Flag = 0x7E;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private TcpClient? _client;
    private Stream? _stream;
    private byte[]? _code;
    private ushort _serial = 0xFF00;

    /// <summary>The bodies of the texts that it was told to show, and said that it did.</summary>
    public List<byte[]> Texts { get; } = [];

    /// <summary>True if the number has the header of 2019.</summary>
    private bool Is2019 => phone.Length == 20;

    /// <summary>Sends a frame, from 7E to 7E, until it is answered.</summary>
    /// <returns>Null, or why it was refused.</returns>
    /// <exception cref="EngineAwayException">No answer for longer than patience lasts.</exception>
    public async Task<string?> SendAsync(byte[] frame, CancellationToken cancel)
    {
        var attempts = patience.Begin();
        while (true)
        {
            try
            {
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                soon.CancelAfter(Timeout);
                return await ConnectAsync(soon.Token).ConfigureAwait(false)
                    ?? await AskAsync(frame, soon.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                cancel.ThrowIfCancellationRequested();
                Disconnect();
                if (!await attempts.AgainAsync(cancel).ConfigureAwait(false))
                {
                    throw new EngineAwayException($"JT/T 808 {engine}, terminal {phone}", e);
                }
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Disconnect();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> ConnectAsync(CancellationToken cancel)
    {
        if (_stream is not null)
        {
            return null;
        }

        _client = new TcpClient { NoDelay = true };
        await _client.ConnectAsync(engine, cancel).ConfigureAwait(false);
        _stream = new BufferedStream(_client.GetStream());

        if (_code is null)
        {
            // Province, city, maker, model, terminal id, colour and number of the plate: nobody asks for more than the lengths.
            byte[] registration = [.. new byte[4 + (Is2019 ? 71 : 32)], 1, (byte)'X'];
            var admitted = await ExchangeAsync(Frame(Register, registration), cancel).ConfigureAwait(false);
            if (admitted[2] != 0)
            {
                Disconnect();
                return $"registration: result {admitted[2]}";
            }

            _code = admitted[3..];
        }

        byte[] body = Is2019 ? [(byte)_code.Length, .. _code, .. new byte[35]] : _code;
        return await AskAsync(Frame(Authenticate, body), cancel).ConfigureAwait(false);
    }

    private byte[] Frame(ushort message, byte[] body) => Jt808Frame.Message(message, phone, _serial++, body);

    private async Task<string?> AskAsync(byte[] frame, CancellationToken cancel)
    {
        var answer = await ExchangeAsync(frame, cancel).ConfigureAwait(false);
        var result = answer.Length > 4 ? answer[4] : answer[2];
        return result == 0 ? null : $"result {result}";
    }

    /// <summary>Sends a frame and reads until its answer: serial, then message id or result.</summary>
    private async Task<byte[]> ExchangeAsync(byte[] frame, CancellationToken cancel)
    {
        if (_stream is not { } stream || _client?.GetStream() is not { } up)
        {
            throw new IOException("not connected");
        }

        var (_, serial, _) = Content(frame.AsSpan(1, frame.Length - 2));
        await up.WriteAsync(frame, cancel).ConfigureAwait(false);
        while (true)
        {
            var (message, asked, body) = Content(await ReadAsync(stream, cancel).ConfigureAwait(false));
            if (message == Text)
            {
                Texts.Add(body);
                await up.WriteAsync(
                    Frame(TerminalAnswer, [(byte)(asked >> 8), (byte)asked, Text >> 8, Text & 0xFF, 0]), cancel).ConfigureAwait(false);
            }
            else if (message is GeneralAnswer or RegisterAnswer && body.Length > 2 && ((body[0] << 8) | body[1]) == serial)
            {
                return body;
            }
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var content = new List<byte>();
        var one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one, cancel).ConfigureAwait(false);
            if (one[0] != Flag)
            {
                content.Add(one[0]);
            }
            else if (content.Count > 0)
            {
                return [.. content];
            }
        }
    }

    private static (ushort Message, ushort Serial, byte[] Body) Content(ReadOnlySpan<byte> escaped)
    {
        var bytes = new List<byte>(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            bytes.Add(escaped[i] == 0x7D ? (byte)(escaped[++i] == 1 ? 0x7D : Flag) : escaped[i]);
        }

        var header = (bytes[2] & 0x40) == 0 ? 12 : 17;
        return (
            (ushort)((bytes[0] << 8) | bytes[1]), (ushort)((bytes[header - 2] << 8) | bytes[header - 1]),
            [.. bytes.Skip(header).SkipLast(1)]);
    }

    private void Disconnect()
    {
        _stream?.Dispose();
        _client?.Dispose();
        (_stream, _client) = (null, null);
    }
}
