using System.Buffers;
using System.IO.Pipelines;
using CityOps.Engine;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Jt808;
using NodaTime;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>A terminal at a connection of the platform: what it sends, and what it is sent.</summary>
internal sealed class Wired : IDuplexPipe, IAsyncDisposable
{
    /// <summary>Far more than anything here takes: only a fault reaches it.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>After so many looks in vain, bytes are not taken: a machine that stands still has time pass, and makes no looks.</summary>
    private const int Looks = 200;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly Pipe _up = new(new PipeOptions(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048));
    private readonly Pipe _down = new(new PipeOptions(pauseWriterThreshold: 16_384, resumeWriterThreshold: 8192));
    private readonly Jt808Cutter _cutter = new();
    private readonly string _phone;
    private ushort _serial;
    private bool _ownsPlatform;

    public Wired(Platform platform, string phone = TerminalCity.Phone)
    {
        (Platform, _phone) = (platform, phone);
        Version = phone.Length == 20 ? Jt808Version.V2019 : Jt808Version.V2013;
        Connection = new Jt808Connection(this, Abort, platform.Messages, platform.Fixes, platform.Rates, platform.Clock);
        Running = Connection.RunAsync(CancellationToken.None);
    }

    /// <summary>A terminal that has registered and authenticated (serials 0 and 1), with a platform of its own.</summary>
    public static async Task<Wired> EnteredAsync(string phone = TerminalCity.Phone)
    {
        var terminal = new Wired(await Platform.StartAsync(), phone) { _ownsPlatform = true };
        await terminal.EnterAsync();
        return terminal;
    }

    public Platform Platform { get; }

    public Jt808Connection Connection { get; }

    /// <summary>Ends with the connection.</summary>
    public Task Running { get; }

    public Jt808Version Version { get; }

    PipeReader IDuplexPipe.Input => _up.Reader;

    PipeWriter IDuplexPipe.Output => _down.Writer;

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _up.Writer.WriteAsync(bytes).AsTask().WaitAsync(Deadline);

    /// <summary>Sends bytes; false if nobody takes them.</summary>
    public async Task<bool> OfferAsync(ReadOnlyMemory<byte> bytes)
    {
        var taking = _up.Writer.WriteAsync(bytes).AsTask();
        for (var look = 0; look < Looks && !taking.IsCompleted; look++)
        {
            await Task.WhenAny(taking, Task.Delay(BetweenLooks));
        }

        if (!taking.IsCompleted)
        {
            return false;
        }

        await taking;
        return true;
    }

    /// <summary>The bytes of a message.</summary>
    public byte[] Frame(ushort message, ReadOnlySpan<byte> body) =>
        Jt808Frame.Encode(message, Version, _phone, _serial++, body);

    /// <summary>Sends a message.</summary>
    public Task SendAsync(ushort message, params byte[] body) => SendAsync(Frame(message, body));

    /// <summary>Sends a position.</summary>
    public Task PositionAsync(int secondsAgo = 10) =>
        SendAsync(Jt808Message.Position, Jt808Body.Position(Platform.Fix("any", secondsAgo)));

    /// <summary>The next message that it is sent: its kind, and its body in hexadecimal.</summary>
    public async Task<(ushort Message, string Body)> NextAsync()
    {
        var (_, message, body) = await NextWithSerialAsync();
        return (message, body);
    }

    /// <summary>The same with its serial.</summary>
    public async Task<(ushort Serial, ushort Message, string Body)> NextWithSerialAsync()
    {
        while (true)
        {
            var read = await _down.Reader.ReadAsync().AsTask().WaitAsync(Deadline);
            var rest = read.Buffer;
            if (_cutter.TryCut(ref rest, out var piece, out var isFramed))
            {
                Assert.True(isFramed);
                var content = piece.ToArray();
                _down.Reader.AdvanceTo(rest.Start);
                return Decoded(content);
            }

            _down.Reader.AdvanceTo(rest.Start, rest.End);
            Assert.False(read.IsCompleted, "The connection has ended.");
        }
    }

    /// <summary>Takes the next message; false once the connection has ended.</summary>
    public async Task<bool> TryNextAsync()
    {
        while (true)
        {
            var read = await _down.Reader.ReadAsync();
            var rest = read.Buffer;
            var cut = _cutter.TryCut(ref rest, out _, out _);
            _down.Reader.AdvanceTo(rest.Start, cut ? rest.Start : rest.End);
            if (cut || read.IsCompleted)
            {
                return cut;
            }
        }
    }

    /// <summary>Asserts that the next message is the general answer to ours.</summary>
    public async Task AnsweredAsync(int serial, ushort message, Jt808Result result) => Assert.Equal(
        (Jt808Message.PlatformAnswer, $"{serial:X4}{message:X4}{(int)result:X2}"), await NextAsync());

    /// <summary>Registers and authenticates: serials 0 and 1.</summary>
    public async Task EnterAsync()
    {
        await SendAsync(Jt808Message.Register, Registration);
        var (message, body) = await NextAsync();
        Assert.Equal((Jt808Message.RegisterAnswer, "000000"), (message, body[..6]));
        await SendAsync(Jt808Message.Authenticate, Code(Convert.FromHexString(body[6..])));
        await AnsweredAsync(1, Jt808Message.Authenticate, Jt808Result.Done);
    }

    /// <summary>The body of a registration.</summary>
    public byte[] Registration =>
        [0, 36, 0, 1, .. new byte[Version == Jt808Version.V2019 ? 71 : 32], 1, .. Jt808Body.Gbk.GetBytes("赣A00001")];

    /// <summary>The body that says a code; in 2019 with IMEI and software behind.</summary>
    public byte[] Code(byte[] code) => Version == Jt808Version.V2019 ? [(byte)code.Length, .. code, .. new byte[35]] : code;

    /// <summary>The terminal hangs up.</summary>
    public async Task HangUpAsync()
    {
        await _up.Writer.CompleteAsync();
        await Running.WaitAsync(Deadline);
    }

    public Task EndedAsync() => Running.WaitAsync(Deadline);

    /// <summary>Time passes, and the platform looks after its connections.</summary>
    public void Pass(Duration time)
    {
        Platform.Clock.Advance(time.ToTimeSpan());
        Connection.Look(Platform.Clock.GetCurrentInstant(), Duration.FromMinutes(5));
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await Running.WaitAsync(Deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_ownsPlatform)
        {
            Platform.AssertBooks();
            await Platform.DisposeAsync();
        }
    }

    private void Abort()
    {
        _up.Writer.Complete();
        _down.Reader.Complete();
    }

    private static (ushort Serial, ushort Message, string Body) Decoded(byte[] content)
    {
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        Assert.True(Jt808Frame.TryDecode([0x7E, .. content, 0x7E], scratch, out var frame, out _));
        return (frame.Serial, frame.MessageId, Convert.ToHexString(frame.Body));
    }
}
