using System.Data.Common;
using System.Runtime.InteropServices;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>
/// The fix log and the tracks. A batch is one row in the log and one commit. What is logged is also kept in memory, as the tail
/// of each device's track, until it is written as a chunk. The log forgets it after that, once the device's entity has surely heard of it.
/// </summary>
internal sealed class TrackStore : BackgroundService, IFixLog, ITracks
{
    private const int LargestTail = 400_000;
    private const int DevicesAtOnce = 100;
    private const int RowsAtOnce = 50;
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(1);
    private static readonly Duration OldestTail = Duration.FromMinutes(1);
    private static readonly Duration BetweenForgettings = Duration.FromHours(1);

    private readonly CityDatabases _data;
    private readonly string _node;
    private readonly TrackRetention _retention;
    private readonly UnreadableTracks _unreadable;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrackStore> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TrackTails _tails = new();
    private readonly SettledLog _settled = new();

    // What the log has is safe; that chunks are written need not be waited for, as long as it comes before the log forgets.
    private readonly StandingConnection _log;
    private readonly StandingConnection _chunks;
    private IReadOnlyList<PendingFixes> _pending;
    private bool _isCaughtUp;
    private bool _mayHaveAdopted;
    private long _logged;
    private Instant _flushedAt;
    private Instant _forgotAt;

    public TrackStore(
        CityDatabases data, INodes nodes, TrackRetention retention, UnreadableTracks unreadable, TimeProvider clock, ILogger<TrackStore> logger)
    {
        (_data, _node, _retention, _unreadable, _clock, _logger) = (data, nodes.Name ?? "", retention, unreadable, clock, logger);
        _log = new StandingConnection(data.Tracks.Open);
        _chunks = new StandingConnection(() => data.Tracks.Open(CommitPromise.Kill));
        _flushedAt = clock.GetCurrentInstant();
        _forgotAt = Instant.MinValue;
        var loggedAt = new Dictionary<Device, Instant>();
        _log.Use(log => FixLogTable.Adopt(log, _node));
        foreach (var row in _log.Use(log => FixLogTable.Read(log, _node)))
        {
            _logged = row.Id;
            Take(row).ForEach(fix => loggedAt[fix.Device] = row.LoggedAt);
        }

        _pending = [.. loggedAt.Select(of => new PendingFixes(of.Key, _tails.NewestOf(of.Key), of.Value))];
    }

    public Task<IReadOnlyList<PendingFixes>> PendingAsync(CancellationToken cancel) => Task.FromResult(_pending);

    // Nothing leaves the tails and nothing comes to them before that is done.
    public Task<IReadOnlyList<Fix>> ReadPendingAsync(Device device, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Fix>>(_tails.Of(device));

    public void CaughtUp() => (_pending, _isCaughtUp) = ([], true);

    public void Hold(bool held) => _settled.Hold(held);

    public Task<IReadOnlyList<RecentFixes>> RecentAsync(Predicate<Device> wanted, CancellationToken cancel) => Task.Run<IReadOnlyList<RecentFixes>>(
        () =>
        {
            using var log = new PreparedConnection(_data.Tracks.Open());
            return FixLogTable.Of(FixLogTable.Read(log, _node), _unreadable, wanted);
        },
        cancel);

    public async Task<IReadOnlySet<Device>> AdoptAsync(CancellationToken cancel) => await InTurnAsync(() =>
    {
        // Their numbers are old ones, and they are neither in chunks nor told. Where it failed before and was done all the same, they are among
        // the own ones: then all are taken up, as at a start.
        _settled.BeginAgain();
        (var isAgain, _mayHaveAdopted) = (_mayHaveAdopted, true);
        var rows = _log.Use(log => FixLogTable.Adopt(log, _node));
        var devices = (isAgain ? _log.Use(log => FixLogTable.Read(log, _node)) : rows).SelectMany(Take).Select(fix => fix.Device).ToHashSet();
        _mayHaveAdopted = false;
        return devices;
    });

    public async Task AppendAsync(ReadOnlyMemory<Fix> batch, CancellationToken cancel)
    {
        var blob = FixRows.Encode(batch.Span);
        await _turn.WaitAsync(cancel);
        try
        {
            _logged = await Task.Run(
                () => _log.Use(log => FixLogTable.Write(log, _node, blob, _clock.GetCurrentInstant())), CancellationToken.None);
            _tails.Add(batch.Span);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task<IReadOnlyList<Fix>> ReadAsync(Device device, Instant from, Instant to, CancellationToken cancel) => Task.Run<IReadOnlyList<Fix>>(
        () =>
        {
            // The tail first: what leaves it while the chunks are read is in them by then.
            var fixes = _tails.Of(device);
            using var connection = new PreparedConnection(_data.Tracks.Open());
            fixes.AddRange(FixLogTable.OfOthers(connection, _unreadable, _node, device));
            return InOrder(TrackChunks.Between(connection, _unreadable, device, from, to).Concat(fixes), from, to);
        },
        cancel);

    public Task<IReadOnlyList<PassBy>> NearAsync(
        GeoPoint place, Length within, Instant from, Instant to, CancellationToken cancel) => Task.Run<IReadOnlyList<PassBy>>(
        () =>
        {
            // A step that passes the place has both ends so near.
            var (first, last) = (from - PassBy.LongestStep, to + PassBy.LongestStep);
            var around = TrackExtent.Around(
                place, Length.FromMetres(within.Metres + PassBy.WidestStep.Metres), first, last);
            var fixes = _tails.Within(around);
            using var connection = new PreparedConnection(_data.Tracks.Open());
            fixes.AddRange(FixLogTable.OfOthers(connection, _unreadable, _node));
            return
            [
                .. TrackChunks.Within(connection, _unreadable, around).Concat(fixes).GroupBy(f => f.Device)
                    .Select(track => PassBy.Of(InOrder(track, first, last), place, within, from, to))
                    .OfType<PassBy>()
                    .OrderBy(passed => passed.Closest),
            ];
        },
        cancel);

    public override void Dispose()
    {
        _log.Dispose();
        _chunks.Dispose();
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenChecks, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(WorkAsync);
            }
        }
        catch (OperationCanceledException)
        {
            await TryAsync(FlushAsync);
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        if (!_isCaughtUp)
        {
            return;
        }

        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A full disk, a busy file: the log has everything, and the next round or the next start tries again.
            _logger.ChunksNotWritten(e);
        }
    }

    private async Task WorkAsync()
    {
        var now = _clock.GetCurrentInstant();
        Mark(now);
        if (_tails.Count > LargestTail || (_tails.Count > 0 && now - _flushedAt > OldestTail))
        {
            await FlushAsync();
        }

        if (now - _forgotAt > BetweenForgettings)
        {
            await ForgetAsync(now);
            _forgotAt = now;
        }
    }

    /// <summary>Notes how far the log is.</summary>
    internal void Mark(Instant now) => _settled.Mark(now, Volatile.Read(ref _logged));

    /// <summary>
    /// Writes the tails as chunks, some devices at a time so that appends get their turn, then forgets what is settled of the log.
    /// </summary>
    internal async Task FlushAsync()
    {
        var (devices, upTo) = await InTurnAsync(() => (_tails.Devices(), _logged));
        foreach (var some in devices.Chunk(DevicesAtOnce))
        {
            await InTurnAsync(() => WriteChunks(some));
        }

        // What stays in the log is in chunks, too, and after a restart in tails again: the next flush drops the doubles.
        while (await InTurnAsync(() => _chunks.Use(
            c => FixLogTable.Forget(c, _unreadable, _node, Math.Min(upTo, _settled.UpTo), RowsAtOnce))) == RowsAtOnce)
        {
        }

        _flushedAt = _clock.GetCurrentInstant();
    }

    /// <summary>Forgets what is older than is to be kept.</summary>
    internal async Task ForgetAsync(Instant now)
    {
        foreach (var kind in Enum.GetValues<DeviceKind>())
        {
            var before = now - _retention.Of(kind);
            while (await InTurnAsync(() => _chunks.Use(c => TrackChunks.Forget(c, kind, before, RowsAtOnce))) == RowsAtOnce)
            {
            }
        }
    }

    private async Task<T> InTurnAsync<T>(Func<T> work)
    {
        await _turn.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            _turn.Release();
        }
    }

    private List<Fix> Take(FixLogRow row)
    {
        var fixes = FixLogTable.Decode(row, _unreadable);
        _tails.Add(CollectionsMarshal.AsSpan(fixes));
        return fixes;
    }

    private int WriteChunks(Device[] devices)
    {
        // Nobody adds to a tail while this has its turn; readers only read.
        var tails = _tails.ToWrite(devices);
        try
        {
            _chunks.Transact(chunks =>
            {
                TrackChunks.TakeTurn(chunks, _node, tails);
                for (var i = 0; i < devices.Length; i++)
                {
                    TrackChunks.Write(chunks, _unreadable, devices[i], tails[i]);
                }

                return devices.Length;
            });
        }
        catch
        {
            tails.ForEach(tail => tail.InShortChunks = null);
            throw;
        }

        _tails.Clear(tails);
        return devices.Length;
    }

    private static List<Fix> InOrder(IEnumerable<Fix> fixes, Instant from, Instant to) =>
    [
        .. fixes.Where(f => f.ObservedAt >= from && f.ObservedAt < to).DistinctBy(f => f.ObservedAt).OrderBy(f => f.ObservedAt),
    ];
}
