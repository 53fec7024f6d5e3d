using System.Collections.Concurrent;
using System.Threading.Channels;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs.Jt808;
using NodaTime;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// What is known of the terminal on one connection, and what it was asked. Only the connection changes it; asking is thread-safe.
/// </summary>
/// <param name="outbox">What goes to it.</param>
/// <param name="close">Ends the connection.</param>
/// <param name="clock">The clock.</param>
internal sealed class Jt808Session(Jt808Outbox outbox, Action close, TimeProvider clock)
{
    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Asked, Asked> _open = new();
    private volatile Terminal? _terminal;
    private volatile bool _ended;
    private long _unknownSince = clock.GetCurrentInstant().ToUnixTimeMilliseconds();

    /// <summary>Who speaks, once it has authenticated.</summary>
    public Terminal? Current => _terminal;

    /// <summary>Since when nobody has authenticated, where nobody has.</summary>
    public Instant UnknownSince => Instant.FromUnixTimeMilliseconds(Volatile.Read(ref _unknownSince));

    /// <summary>How often it came with a wrong code.</summary>
    public int WrongCodes { get; set; }

    /// <summary>Messages that come in parts.</summary>
    public Jt808Parts Parts { get; } = new();

    /// <summary>The terminal has authenticated.</summary>
    public void Begin(Terminal terminal) => _terminal = terminal;

    /// <summary>The terminal has logged off, or is gone: what it was asked it will not answer.</summary>
    public void End()
    {
        Volatile.Write(ref _unknownSince, clock.GetCurrentInstant().ToUnixTimeMilliseconds());
        _terminal = null;
        foreach (var asked in _open.Keys)
        {
            asked.Outcome.TrySetResult(new TerminalOutcome.NotConnected());
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Leave()
    {
        _ended = true;
        End();
    }

    /// <summary>Ends the connection.</summary>
    public void Close() => close();

    /// <summary>Sends a command and waits for what the terminal says.</summary>
    public async Task<TerminalOutcome> AskAsync(TerminalCommand command, CancellationToken cancel)
    {
        if (_terminal is not { } terminal)
        {
            return new TerminalOutcome.NotConnected();
        }

        var message = Jt808Commands.Of(command, terminal.Address);
        var asked = new Asked(message.MessageId);
        _open[asked] = asked;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await outbox.AddAsync(message, asked.Sending, either.Token);
            return _ended ? new TerminalOutcome.NotConnected() : await asked.Outcome.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TerminalOutcome.TimedOut();
        }
        catch (ChannelClosedException)
        {
            return new TerminalOutcome.NotConnected();
        }
        finally
        {
            asked.GiveUp();
            _open.TryRemove(asked, out _);
        }
    }

    /// <summary>The terminal's general answer; false if nothing was asked that it fits.</summary>
    public bool Answer(Jt808Answer answer)
    {
        if (_open.Keys.FirstOrDefault(a => a.Is(answer.Serial) && a.MessageId == answer.MessageId) is not { } asked)
        {
            return false;
        }

        if (answer.Result is not (Jt808Result.Done or Jt808Result.AlarmConfirmed))
        {
            asked.Outcome.TrySetResult(new TerminalOutcome.Refused((int)answer.Result));
        }
        else if (asked.MessageId != Jt808Message.AskPosition)
        {
            // To the question for its position, some terminals say that they got it before they say where they are.
            asked.Outcome.TrySetResult(new TerminalOutcome.Answered());
        }

        return true;
    }

    /// <summary>The terminal says where it is; false if it was not asked.</summary>
    public bool Answer(ushort serial, Fix? fix) =>
        _open.Keys.FirstOrDefault(a => a.Is(serial) && a.MessageId == Jt808Message.AskPosition) is { } asked
        && asked.Outcome.TrySetResult(fix is { } found ? new TerminalOutcome.Located(found) : new TerminalOutcome.NotLocated());

    /// <summary>One question: not sent, sent with a serial, or given up before it was sent.</summary>
    private sealed class Asked(ushort messageId)
    {
        private const int NotSent = -1;
        private const int GivenUp = -2;
        private int _serial = NotSent;

        public ushort MessageId => messageId;

        public TaskCompletionSource<TerminalOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Is(ushort serial) => Volatile.Read(ref _serial) == serial;

        public bool Sending(ushort serial) => Interlocked.CompareExchange(ref _serial, serial, NotSent) == NotSent;

        public void GiveUp() => Interlocked.CompareExchange(ref _serial, GivenUp, NotSent);
    }
}

/// <summary>A terminal that has authenticated.</summary>
/// <param name="Vehicle">The vehicle it speaks for.</param>
/// <param name="Address">Its header and number.</param>
internal sealed record Terminal(Device Vehicle, Jt808Address Address);
