using System.Diagnostics;
using System.Threading.Channels;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Telemetry.Ingest;

/// <summary>
/// The way of a fix, in order: received and decoded by the broker's interceptor, then here: queue → journal → acknowledge →
/// locate → apply. What waits while one batch is written is the next batch, so that one commit serves all.
/// </summary>
internal sealed class FixPipeline(
    IFixLog log, IFixLocator locator, IDeviceGateway devices, TelemetryMetrics metrics, TimeProvider clock, ILogger<FixPipeline> logger)
    : BackgroundService
{
    private const int MaxBatch = 4096;
    private const int QueueLength = 8192;

    // A sender at QoS 1 waits for a place; at QoS 0 the oldest message gives way, and is counted.
    private readonly Channel<Parcel> _acknowledged = Channel.CreateBounded<Parcel>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private readonly Channel<Parcel> _unacknowledged = Channel.CreateBounded<Parcel>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest },
        dropped => metrics.FixesShed(dropped.Fixes.Count));

    private Task<bool>? _moreAcknowledged;
    private Task<bool>? _moreUnacknowledged;

    /// <summary>Takes fixes at QoS 0.</summary>
    public void Offer(IReadOnlyList<Fix> fixes, Instant receivedAt) =>
        _unacknowledged.Writer.TryWrite(new Parcel(fixes, receivedAt, null));

    /// <summary>Takes fixes at QoS 1.</summary>
    /// <returns>The outer task ends when there was a place in the queue, the inner one when they are durable.</returns>
    public async ValueTask<Task> TakeAsync(IReadOnlyList<Fix> fixes, Instant receivedAt, CancellationToken cancel)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _acknowledged.Writer.WriteAsync(new Parcel(fixes, receivedAt, durable), cancel);
        return durable.Task;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var parcels = new List<Parcel>();
        var batch = new List<Fix>(MaxBatch);
        while (await MoreAsync(stoppingToken))
        {
            Collect(parcels, batch);
            await JournalAsync(batch, stoppingToken);
            foreach (var parcel in parcels)
            {
                parcel.Durable?.TrySetResult();
            }

            Apply(parcels);
            parcels.Clear();
            batch.Clear();
        }
    }

    private async Task<bool> MoreAsync(CancellationToken cancel)
    {
        if (_acknowledged.Reader.TryPeek(out _) || _unacknowledged.Reader.TryPeek(out _))
        {
            return true;
        }

        // A wait that is not over is kept for the next time: a channel holds every waiter until something comes.
        _moreAcknowledged ??= _acknowledged.Reader.WaitToReadAsync(cancel).AsTask();
        _moreUnacknowledged ??= _unacknowledged.Reader.WaitToReadAsync(cancel).AsTask();
        var over = await Task.WhenAny(_moreAcknowledged, _moreUnacknowledged);
        _moreAcknowledged = _moreAcknowledged.IsCompleted ? null : _moreAcknowledged;
        _moreUnacknowledged = _moreUnacknowledged.IsCompleted ? null : _moreUnacknowledged;
        return await over;
    }

    private void Collect(List<Parcel> parcels, List<Fix> batch)
    {
        while (batch.Count < MaxBatch
            && (_acknowledged.Reader.TryRead(out var parcel) || _unacknowledged.Reader.TryRead(out parcel)))
        {
            parcels.Add(parcel);
            batch.AddRange(parcel.Fixes);
        }
    }

    private async Task JournalAsync(List<Fix> batch, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                await log.AppendAsync(batch, cancel);
                metrics.FixesDurable(batch.Count, Stopwatch.GetElapsedTime(started));
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A full disk or a store that is away: senders wait for their acknowledgement until it is back.
                logger.FixLogFailed(e, batch.Count);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancel);
            }
        }
    }

    private void Apply(List<Parcel> parcels)
    {
        var located = new List<LocatedFix>(MaxBatch);
        foreach (var parcel in parcels)
        {
            foreach (var fix in parcel.Fixes)
            {
                located.Add(locator.Locate(fix, parcel.ReceivedAt));
            }
        }

        devices.Tell(located);
    }

    /// <summary>The fixes of one message.</summary>
    private readonly record struct Parcel(IReadOnlyList<Fix> Fixes, Instant ReceivedAt, TaskCompletionSource? Durable);
}
