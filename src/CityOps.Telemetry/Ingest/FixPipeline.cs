using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Telemetry.Ingest;

/// <summary>
/// The way of a fix, in order: received and decoded at the edge, then here: queue → journal → acknowledge → locate → apply. What
/// waits while one batch is written is the next batch, so that one commit serves all; it is applied while the next is written.
/// </summary>
internal sealed class FixPipeline : BackgroundService
{
    /// <summary>How many fixes may wait for a commit. It bounds a batch, too.</summary>
    private const int QueueLength = 16_384;

    /// <summary>How many batches may be written and not yet applied.</summary>
    private const int Unapplied = 2;

    /// <summary>How many fixes may wait in the mailboxes of devices.</summary>
    private const int MostOnTheirWay = 50_000;

    // Mailboxes that do not get shorter in three seconds lead nowhere.
    private const int MostLooks = 1_500;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly IFixLog _log;
    private readonly IFixLocator _locator;
    private readonly IDeviceGateway _devices;
    private readonly FixBooks _books;
    private readonly TelemetryMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<FixPipeline> _logger;
    private readonly FixQueue _queue;
    private readonly Channel<FixBatch> _written = Channel.CreateBounded<FixBatch>(
        new BoundedChannelOptions(Unapplied) { SingleReader = true, SingleWriter = true });

    private readonly Channel<FixBatch> _empty = Channel.CreateUnbounded<FixBatch>();

    public FixPipeline(
        IFixLog log, IFixLocator locator, IDeviceGateway devices, FixBooks books, TelemetryMetrics metrics, TimeProvider clock,
        ILogger<FixPipeline> logger)
    {
        (_log, _locator, _devices, _books, _metrics, _clock, _logger) = (log, locator, devices, books, metrics, clock, logger);
        _queue = new FixQueue(QueueLength, (device, count) =>
        {
            metrics.FixesShed(count);
            books.Shed(device, count);
        });
    }

    /// <summary>Takes fixes at QoS 0.</summary>
    public void Offer(ReadOnlySpan<Fix> fixes, Instant receivedAt) => _queue.Offer(fixes, receivedAt);

    /// <summary>False while whoever can wait has to, of those who wait for an acknowledgement or of the others.</summary>
    public bool HasRoom(bool acknowledged) => _queue.HasRoom(acknowledged);

    /// <summary>Ends when there may be room again.</summary>
    public Task RoomAsync() => _queue.RoomAsync();

    /// <summary>Takes fixes whose sender is told when they are durable. Ask for room before.</summary>
    public void Take(ReadOnlySpan<Fix> fixes, Instant receivedAt, IFixSender sender, int receipt) =>
        _queue.Add(fixes, receivedAt, sender, receipt);

    /// <summary>Takes fixes, as soon as there is room.</summary>
    /// <returns>The outer task ends when there was a place in the queue, the inner one when they are durable.</returns>
    public async ValueTask<Task> TakeAsync(Fix[] fixes, Instant receivedAt, CancellationToken cancel)
    {
        var waiting = new WaitingSender();
        try
        {
            while (!_queue.HasRoom(acknowledged: true))
            {
                await _queue.RoomAsync().WaitAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The books have them as received. Now that their sender has gone, they go on as those that nobody waits for.
            _queue.Offer(fixes, receivedAt);
            throw;
        }

        _queue.Add(fixes, receivedAt, waiting, 0);
        return waiting.Task;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(WriteAsync(stoppingToken), ApplyAsync(stoppingToken));

    private async Task WriteAsync(CancellationToken cancel)
    {
        while (true)
        {
            await _queue.ArrivedAsync(cancel);
            var batch = _queue.Exchange(_empty.Reader.TryRead(out var empty) ? empty : new FixBatch());
            if (TelemetryTracing.IsOn)
            {
                batch.Messages.ForEach(message => (message.Sender as TelemetryTracing.TracedSender)?.Write());
            }

            await JournalAsync(batch, cancel);
            foreach (var message in batch.Messages)
            {
                message.Sender?.Durable(message.Receipt);
            }

            await _written.Writer.WriteAsync(batch, cancel);
        }
    }

    private async Task JournalAsync(FixBatch batch, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                await _log.AppendAsync(batch.Fixes, cancel);
                _metrics.FixesDurable(batch.Count, Stopwatch.GetElapsedTime(started));
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A full disk or a store that is away: senders wait for their acknowledgement until it is back.
                _logger.FixLogFailed(e, batch.Count);
                await Task.Delay(TimeSpan.FromSeconds(1), _clock, cancel);
            }
        }
    }

    private async Task ApplyAsync(CancellationToken cancel)
    {
        var located = new List<LocatedFix>();
        await foreach (var batch in _written.Reader.ReadAllAsync(cancel))
        {
            await MailboxesAsync(cancel);
            Locate(batch, located);
            _devices.Tell(CollectionsMarshal.AsSpan(located));
            located.Clear();
            batch.Clear();
            _empty.Writer.TryWrite(batch);
        }
    }

    /// <summary>The mailboxes of devices have no bound of their own: what they have not looked at yet holds up what follows.</summary>
    private async Task MailboxesAsync(CancellationToken cancel)
    {
        for (var (before, looks) = (long.MaxValue, 0); _books.OnTheirWay > MostOnTheirWay; looks++)
        {
            var now = _books.OnTheirWay;
            if (now < before)
            {
                (before, looks) = (now, 0);
            }
            else if (looks == MostLooks)
            {
                _logger.FixesGoneAstray(now);
                _books.GiveUp();
            }

            await Task.Delay(BetweenLooks, _clock, cancel);
        }
    }

    private void Locate(FixBatch batch, List<LocatedFix> into)
    {
        var fixes = batch.Fixes.Span;
        foreach (var message in batch.Messages)
        {
            foreach (ref readonly var fix in fixes[..message.Count])
            {
                into.Add(_locator.Locate(fix, message.ReceivedAt));
            }

            fixes = fixes[message.Count..];
        }
    }

    private sealed class WaitingSender : TaskCompletionSource, IFixSender
    {
        public WaitingSender()
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
        }

        public void Durable(int receipt) => TrySetResult();
    }
}
