using CityOps.Domain.Devices;
using CityOps.Storage.Databases;
using CityOps.Storage.Tracks;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Tracks;

/// <summary>Short chunks become long ones, and nothing of it can be seen in what is read.</summary>
public class TrackChunksTests : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly TrackStore _store;

    public TrackChunksTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected TrackChunksTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _store = Stores.Of(_data);
    }

    public void Dispose()
    {
        _store.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task A_device_has_short_chunks_for_less_than_one_long_one()
    {
        await AppendInTurnsAsync(Seconds(0, TrackChunks.Long - 1), 7);
        Assert.Equal(TrackChunks.Long / 7, Count("count(*)"));

        await AppendInTurnsAsync(Seconds(TrackChunks.Long - 1, 1), 1);

        Assert.Equal((1, TrackChunks.Long), (Count("count(*)"), Count("max(count)")));
        Assert.Equal(Seconds(0, TrackChunks.Long), await SecondsAsync(_store));
    }

    [SkippableFact]
    public async Task What_comes_at_once_is_cut_into_long_chunks()
    {
        await AppendInTurnsAsync(Seconds(0, (3 * TrackChunks.Long) + 5), int.MaxValue);

        Assert.Equal((4, 3L), (Count("count(*)"), Count("count(*) FILTER (WHERE count = 512)")));
        Assert.Equal(Seconds(0, (3 * TrackChunks.Long) + 5), await SecondsAsync(_store));
    }

    [SkippableFact]
    public async Task Fixes_that_come_in_any_order_and_again_are_there_once_and_in_order()
    {
#pragma warning disable CA5394 // A seed makes the order the same each time; nothing is secret.
        var order = Seconds(0, 3 * TrackChunks.Long).Concat(Seconds(100, 400)).ToArray();
        new Random(7).Shuffle(order);
#pragma warning restore CA5394

        await AppendInTurnsAsync(order, 11);

        Assert.Equal(Seconds(0, 3 * TrackChunks.Long), await SecondsAsync(_store));
        Assert.Equal(3 * TrackChunks.Long, Count("sum(count)"));
        Assert.Equal(Seconds(40, 20), await SecondsAsync(_store, from: 40, to: 60));
    }

    [SkippableTheory]
    [InlineData(TrackChunks.Long - 1)]
    [InlineData(TrackChunks.Long)]
    [InlineData(TrackChunks.Long + 1)]
    public async Task A_kill_after_the_chunks_and_before_the_log_is_emptied_doubles_nothing(int fixes)
    {
        await AppendInTurnsAsync(Seconds(0, 300), 30);
        var late = Seconds(300, fixes - 300).Select(s => FixAt(Walker, s)).ToList();
        await _store.AppendAsync(late.ToArray(), default);
        using (var connection = new PreparedConnection(_data.Tracks.Open()))
        {
            var tail = new TrackTail(Walker);
            late.ForEach(fix => tail.Add(fix));
            TrackChunks.Write(connection, Stores.Unreadable(), Walker, tail);
        }

        using var left = _directory.Snapshot();
        using var data = new CityDatabases(left.Options);
        using var store = Stores.Of(data);

        Assert.Equal(Seconds(0, fixes), await SecondsAsync(store));
        await store.FlushAsync();
        Assert.Equal(Seconds(0, fixes), await SecondsAsync(store));
        using var after = data.Tracks.Open();
        Assert.Equal(fixes, after.Scalar("SELECT sum(count) FROM track_chunk"));
    }

    private static IEnumerable<double> Seconds(int first, int count) =>
        Enumerable.Range(first, count).Select(s => (double)s);

    private static async Task<IEnumerable<double>> SecondsAsync(TrackStore store, double from = -1, double to = 1e6) =>
        (await store.ReadAsync(Walker, Start + Duration.FromSeconds(from), Start + Duration.FromSeconds(to), default))
        .Select(f => (f.ObservedAt - Start).TotalSeconds);

    private async Task AppendInTurnsAsync(IEnumerable<double> seconds, int fixesATurn)
    {
        foreach (var turn in seconds.Select(s => FixAt(Walker, s)).Chunk(fixesATurn))
        {
            await _store.AppendAsync(turn, default);
            await _store.FlushAsync();
        }
    }

    private long Count(string what)
    {
        using var connection = _data.Tracks.Open();
        return connection.Scalar($"SELECT {what} FROM track_chunk");
    }
}
