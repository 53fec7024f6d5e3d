using CityOps.Engine.Devices.Packing;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using CityOps.Storage.Tests.Tracks;
using CityOps.Storage.Tracks;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Postgres;

/// <summary>What a node has left in its log that runs no more.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class AdoptedLogTests : IDisposable
{
    private readonly TemporaryDirectory _home;
    private readonly EngineLock _held;
    private readonly CityDatabases _data;
    private readonly TrackStore _store;

    public AdoptedLogTests(PostgresFixture postgres)
    {
        _home = postgres.Empty();
        var options = new StorageOptions { DataDirectory = _home.Path, ConnectionString = _home.Options.ConnectionString, Node = "here" };
        _held = new EngineLock(options, TimeProvider.System, NullLogger<EngineLock>.Instance);
        _data = new CityDatabases(options);
        _store = Stores.Of(_data, nodes: new ClusterNodes(options, _held, _data));
    }

    public void Dispose()
    {
        _store.Dispose();
        _data.Dispose();
        _held.Dispose();
        _home.Dispose();
    }

    [SkippableFact]
    public async Task It_is_not_forgotten_by_a_flush_that_began_before_it_was_taken_over()
    {
        using var other = new PreparedConnection(_data.Tracks.Open());
        FixLogTable.Write(other, "gone", FixRows.Encode([FixAt(Truck, 0)]), Start);
        await _store.AppendAsync(new[] { FixAt(Walker, 0) }, default);
        _store.Mark(Start);
        _store.Mark(Start + Duration.FromSeconds(30));

        var (flushing, adopting) = other.Transact(() =>
        {
            // So it writes no chunk before the other waits behind it.
            other.TakeTurn(TrackChunks.ChunkLock);
            return (_store.FlushAsync(), _store.AdoptAsync(default));
        });
        await flushing;

        Assert.Equal(Truck, Assert.Single(await adopting));
        Assert.Equal((2, 1), (Count("SELECT count(*) FROM fix_batch"), Count("SELECT count(*) FROM track_chunk")));

        await _store.FlushAsync();
        Assert.Equal((0, 2), (Count("SELECT count(*) FROM fix_batch"), Count("SELECT count(*) FROM track_chunk")));
    }

    private long Count(string sql)
    {
        using var connection = _data.Tracks.Open();
        return connection.Scalar(sql);
    }
}
