using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using CityOps.Storage.Tests.Tracks;
using CityOps.Storage.Tracks;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Postgres;

/// <summary>What a node that has ended left in the fix log, older than what the one that takes it over has settled.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class AdoptionTests : IDisposable
{
    private readonly TemporaryDirectory _home;
    private readonly EngineLock _lock;
    private readonly CityDatabases _data;
    private readonly TrackStore _store;

    public AdoptionTests(PostgresFixture postgres)
    {
        _home = postgres.Empty();
        var options = new StorageOptions
        {
            DataDirectory = Path.Combine(_home.Path, "stays"), ConnectionString = _home.Options.ConnectionString, Node = "stays",
        };
        _lock = new EngineLock(options, TimeProvider.System, NullLogger<EngineLock>.Instance);
        _data = new CityDatabases(options);
        _store = Stores.Of(_data, nodes: new ClusterNodes(options, _lock, _data));
    }

    public void Dispose()
    {
        _store.Dispose();
        _data.Dispose();
        _lock.Dispose();
        _home.Dispose();
    }

    [SkippableFact]
    public async Task What_was_taken_over_stays_in_the_log_until_its_devices_have_had_time_to_hear_of_it()
    {
        Leave("gone");
        await SettleAsync();

        Assert.Equal(Walker, Assert.Single(await _store.AdoptAsync(default)));
        _store.Mark(Start + Duration.FromSeconds(31));
        await _store.FlushAsync();
        Assert.Equal(Walker, Assert.Single(await InLogAsync()));

        _store.Mark(Start + Duration.FromSeconds(61));
        await _store.FlushAsync();
        Assert.Empty(await InLogAsync());
        Assert.Single(await _store.ReadAsync(Walker, Start, Start + Duration.FromHours(1), default));
    }

    [SkippableFact]
    public async Task What_was_taken_over_by_an_adoption_that_seemed_to_fail_is_not_forgotten_either()
    {
        Leave("gone");
        await SettleAsync();
        Execute("ALTER TABLE fix_batch RENAME TO away");
        await Assert.ThrowsAsync<PostgresException>(() => _store.AdoptAsync(default));
        Execute("ALTER TABLE away RENAME TO fix_batch");
        Execute("UPDATE fix_batch SET node = 'stays'");

        Assert.Contains(Walker, await _store.AdoptAsync(default));
        _store.Mark(Start + Duration.FromSeconds(31));
        _store.Mark(Start + Duration.FromSeconds(61));
        await _store.FlushAsync();

        Assert.Empty(await InLogAsync());
        Assert.Single(await _store.ReadAsync(Walker, Start, Start + Duration.FromHours(1), default));
    }

    [SkippableFact]
    public async Task What_was_taken_over_is_not_forgotten_by_a_flush_that_began_before()
    {
        Leave("gone");
        await SettleAsync();
        using var other = new PreparedConnection(_data.Tracks.Open());

        var (flushing, adopting) = other.Transact(() =>
        {
            // So it writes no chunk before the other waits behind it.
            other.TakeTurn(TrackChunks.ChunkLock);
            return (_store.FlushAsync(), _store.AdoptAsync(default));
        });
        await flushing;

        Assert.Equal(Walker, Assert.Single(await adopting));
        Assert.Equal(Walker, Assert.Single(await InLogAsync()));
    }

    /// <summary>A row of another node, before all of the one that stays.</summary>
    private void Leave(string node)
    {
        using var log = new PreparedConnection(_data.Tracks.Open());
        FixLogTable.Write(log, node, FixRows.Encode([FixAt(Walker, 0)]), Start);
    }

    /// <summary>A row of its own, that was logged half a minute ago.</summary>
    private async Task SettleAsync()
    {
        await _store.AppendAsync(new[] { FixAt(Truck, 0) }, default);
        _store.Mark(Start);
        _store.Mark(Start + Duration.FromSeconds(30));
    }

    private async Task<IReadOnlyList<Device>> InLogAsync() =>
        [.. (await _store.RecentAsync(device => device == Walker, default)).Select(recent => recent.Device)];

    private void Execute(string sql)
    {
        using var connection = _data.Tracks.Open();
        connection.Execute(sql);
    }
}
