using System.Runtime.InteropServices;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>
/// The fix log and the tracks. A batch is one row in the log and one commit. What is logged is also kept in memory, as the tail
/// of each device's track, until it is written as a chunk; then the log forgets it.
/// </summary>
internal sealed class TrackStore : BackgroundService, IFixLog, ITracks
{
    private const int LargestTail = 100_000;
    private const int DevicesAtOnce = 500;
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(1);
    private static readonly Duration OldestTail = Duration.FromMinutes(1);

    private readonly DataDirectory _data;
    private readonly TimeProvider _clock;
    private readonly ILogger<TrackStore> _logger;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<Device, List<Fix>> _tail = [];
    private readonly List<Device> _pending;
    private long _logged;
    private int _tailCount;
    private Instant _flushedAt;

    public TrackStore(DataDirectory data, TimeProvider clock, ILogger<TrackStore> logger)
    {
        _data = data;
        _clock = clock;
        _logger = logger;
        _connection = data.Tracks.Open();
        _flushedAt = clock.GetCurrentInstant();
        foreach (var (id, blob) in _connection.Query(
            "SELECT id, fixes FROM fix_batch ORDER BY id", r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1))))
        {
            _logged = id;
            Remember(CollectionsMarshal.AsSpan(FixBlob.Decode(blob)));
        }

        _pending = [.. _tail.Keys];
    }

    public Task<IReadOnlyList<Device>> PendingDevicesAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Device>>(_pending);

    public async Task AppendAsync(ReadOnlyMemory<Fix> batch, CancellationToken cancel)
    {
        var blob = FixBlob.Encode(batch.Span);
        await _turn.WaitAsync(cancel);
        try
        {
            _logged = await Task.Run(() => Log(blob), CancellationToken.None);
            Remember(batch.Span);
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
            var fixes = Tail(device).Where(f => f.ObservedAt >= from && f.ObservedAt < to).ToList();
            using var connection = _data.Tracks.Open();
            var chunks = TrackChunks.Between(connection, device, from, to).Where(f => f.ObservedAt >= from && f.ObservedAt < to);
            return [.. chunks.Concat(fixes).DistinctBy(f => f.ObservedAt).OrderBy(f => f.ObservedAt)];
        },
        cancel);

    public Task<Fix?> LastAsync(Device device, CancellationToken cancel) => Task.Run<Fix?>(
        () =>
        {
            var fixes = Tail(device);
            using var connection = _data.Tracks.Open();
            fixes.AddRange(TrackChunks.Newest(connection, device));
            return fixes.Count == 0 ? null : fixes.MaxBy(f => f.ObservedAt);
        },
        cancel);

    public override void Dispose()
    {
        _connection.Dispose();
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
                var age = _clock.GetCurrentInstant() - _flushedAt;
                if (_tailCount > LargestTail || (_tailCount > 0 && age > OldestTail))
                {
                    await TryFlushAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            await FlushAsync();
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (SqliteException e)
        {
            // A full disk, a busy file: the log has everything, and the next round tries again.
            _logger.ChunksNotWritten(e);
        }
    }

    /// <summary>Writes the tails as chunks, some devices at a time so that appends get their turn, then forgets the log.</summary>
    internal async Task FlushAsync()
    {
        List<Device> devices;
        long upTo;
        await _turn.WaitAsync();
        try
        {
            lock (_gate)
            {
                devices = [.. _tail.Keys];
                upTo = _logged;
            }
        }
        finally
        {
            _turn.Release();
        }

        foreach (var some in devices.Chunk(DevicesAtOnce))
        {
            await InTurnAsync(() => WriteChunks(some));
        }

        // A kill before this leaves fixes in the log and in chunks: the next flush drops the doubles.
        await InTurnAsync(() => _connection.Execute("DELETE FROM fix_batch WHERE id <= $upTo", ("$upTo", upTo)));
        _flushedAt = _clock.GetCurrentInstant();
    }

    private async Task InTurnAsync(Action work)
    {
        await _turn.WaitAsync();
        try
        {
            await Task.Run(work);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void WriteChunks(Device[] devices)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var device in devices)
        {
            TrackChunks.Write(_connection, device, Tail(device));
        }

        transaction.Commit();
        lock (_gate)
        {
            foreach (var device in devices)
            {
                if (_tail.Remove(device, out var written))
                {
                    _tailCount -= written.Count;
                }
            }
        }
    }

    private long Log(byte[] blob) => _connection.Scalar("INSERT INTO fix_batch (fixes) VALUES ($fixes) RETURNING id", ("$fixes", blob));

    private void Remember(ReadOnlySpan<Fix> batch)
    {
        lock (_gate)
        {
            foreach (ref readonly var fix in batch)
            {
                ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_tail, fix.Device, out _);
                (own ??= []).Add(fix);
            }

            _tailCount += batch.Length;
        }
    }

    private List<Fix> Tail(Device device)
    {
        lock (_gate)
        {
            return _tail.TryGetValue(device, out var fixes) ? [.. fixes] : [];
        }
    }
}
