using System.IO.Pipelines;
using System.Threading.Channels;
using CityOps.Engine;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Security;
using NodaTime;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// One connection of a terminal. Reads on while fixes are on their way to the disk, so far as answers have a place to wait in; holds
/// one frame that is not whole yet, and no more. Who sends more than it may is read more slowly; nothing is dropped.
/// </summary>
internal sealed class Jt808Connection
{
    /// <summary>So many bytes in a row that are no frame end the connection.</summary>
    public const int MaxNoise = 16 * 1024;

    /// <summary>Who does not authenticate for so long is ended, whatever else they send.</summary>
    public static readonly Duration Introduction = Duration.FromMinutes(1);

    private readonly Jt808Cutter _cutter = new();
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly Jt808Outbox _outbox;
    private readonly Jt808Session _session;
    private readonly Jt808Messages _messages;
    private readonly FixPipeline _fixes;
    private readonly Jt808Rates _rates;
    private readonly TokenBucket? _rateOfUnknown;
    private readonly TimeProvider _clock;
    private readonly Action _abort;
    private volatile bool _aborted;
    private long _heardAt;

    /// <param name="transport">The bytes.</param>
    /// <param name="abort">Ends the transport at once.</param>
    /// <param name="messages">What messages mean.</param>
    /// <param name="fixes">Where fixes go.</param>
    /// <param name="rates">How much terminals may send.</param>
    /// <param name="clock">The clock.</param>
    public Jt808Connection(
        IDuplexPipe transport, Action abort, Jt808Messages messages, FixPipeline fixes, Jt808Rates rates, TimeProvider clock)
    {
        (_input, _output, _abort, _messages, _fixes, _rates, _clock) =
            (transport.Input, transport.Output, abort, messages, fixes, rates, clock);
        _rateOfUnknown = rates.OfUnknown();
        _heardAt = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        _outbox = new Jt808Outbox(transport.Output, clock);
        _session = new Jt808Session(_outbox, Abort, clock);
    }

    /// <summary>Runs until either side ends it. What was taken is answered before.</summary>
    /// <param name="stop">Ends the reading.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = SendAsync(reading);
        try
        {
            await ReadAsync(reading.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The engine stops, or the terminal takes no answers any more.
        }
        finally
        {
            _outbox.Complete();
            try
            {
                await sending;
            }
            finally
            {
                _messages.Leave(_session, _clock.GetCurrentInstant());
                await _input.CompleteAsync();
                await _output.CompleteAsync();
            }
        }
    }

    /// <summary>Ends a connection that is silent, and looks for parts of messages that did not come. Thread-safe.</summary>
    public void Look(Instant now, Duration idle)
    {
        var silent = now - Instant.FromUnixTimeMilliseconds(Volatile.Read(ref _heardAt));
        if (silent > idle || (_session.Current is null && now - _session.UnknownSince > Introduction))
        {
            Abort();
        }
        else if (_session.Parts.IsWaiting)
        {
            _input.CancelPendingRead();
        }
    }

    private void Abort()
    {
        _aborted = true;
        _abort();
    }

    private async Task SendAsync(CancellationTokenSource reading)
    {
        try
        {
            await _outbox.RunAsync();
        }
        finally
        {
            _outbox.Complete();
            await reading.CancelAsync();
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        long noise = 0;
        while (true)
        {
            var read = await _input.ReadAsync(cancel);
            if (read.IsCanceled)
            {
                foreach (var ask in _messages.AskForParts(_session, _clock.GetCurrentInstant()))
                {
                    await _outbox.AddAsync(ask, Task.CompletedTask, cancel);
                }
            }

            var rest = read.Buffer;
            while (_cutter.TryCut(ref rest, out var piece, out var isFramed))
            {
                if (!await InTurnAsync(cancel))
                {
                    return;
                }

                var now = _clock.GetCurrentInstant();
                var reaction = _messages.Take(_session, piece, isFramed, now);
                noise = reaction.IsFrame ? 0 : noise + piece.Length;
                if (reaction.IsFrame)
                {
                    Volatile.Write(ref _heardAt, now.ToUnixTimeMilliseconds());
                    await FollowAsync(reaction, now, cancel);
                }

                if (noise > MaxNoise)
                {
                    _messages.NoFrames(_session, now);
                }

                if (noise > MaxNoise || reaction.Ends)
                {
                    return;
                }
            }

            _input.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Waits while more has come than may: what follows waits in its sender. False if the connection was ended: what it still holds could
    /// take long, and was not answered. Nothing is owed: connections of one terminal that follow each other quickly are gone as quickly.
    /// </summary>
    private async ValueTask<bool> InTurnAsync(CancellationToken cancel)
    {
        var bucket = _session.Current is { } terminal ? _rates.Of(terminal.Vehicle.Id) : _rateOfUnknown;
        while (!_aborted && bucket?.TryTake() == false)
        {
            await Task.Delay(_rates.Pause, _clock, cancel);
        }

        return !_aborted;
    }

    private async Task FollowAsync(Jt808Reaction reaction, Instant now, CancellationToken cancel)
    {
        var durable = reaction.Fixes.Length > 0 ? await _fixes.TakeAsync(reaction.Fixes, now, cancel) : Task.CompletedTask;
        if (reaction.Alarms.Count > 0)
        {
            durable = Task.WhenAll(durable, _messages.NoteAsync(_session, reaction.Alarms, cancel));
        }

        if (reaction.Reply is not null || reaction.Fixes.Length > 0 || reaction.Alarms.Count > 0)
        {
            await _outbox.AddAsync(reaction.Reply, durable, cancel);
        }
    }
}
