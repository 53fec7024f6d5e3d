using CityOps.Engine.Devices.Packing;
using CityOps.Storage.Databases;
using CityOps.Storage.Tracks;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Tracks;

/// <summary>One row of the fix log is damaged.</summary>
public class UnreadableBatchesTests : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly UnreadableTracks _unreadable = Stores.Unreadable();

    public UnreadableBatchesTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected UnreadableBatchesTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
    }

    public void Dispose()
    {
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableTheory]
    [InlineData("01")]
    [InlineData("09")]
    [InlineData("01FFFFFFFF0F")]
    public async Task It_keeps_no_store_from_starting_and_stays_in_the_log(string bytes)
    {
        Log(Convert.FromHexString(bytes), "");
        Log(FixRows.Encode([FixAt(Truck, 1)]), "");

        using var store = Stores.Of(_data, _unreadable);
        Assert.Equal([Truck], (await store.PendingAsync(default)).Select(p => p.Device));
        Assert.Equal([Truck], (await store.RecentAsync(_ => true, default)).Select(r => r.Device));
        store.Mark(Start);
        store.Mark(Start + Duration.FromSeconds(30));
        await store.FlushAsync();

        Assert.Equal([bytes], Logged());
        Assert.Single(await store.ReadAsync(Truck, Start, Start + Duration.FromDays(1), default));
        Assert.Equal(1, _unreadable.Count);
    }

    [SkippableFact]
    public void Another_nodes_keeps_nobody_from_reading_what_else_is_there()
    {
        Log([9], "b");
        Log(FixRows.Encode([FixAt(Truck, 1)]), "b");
        using var log = new PreparedConnection(_data.Tracks.Open());

        Assert.Equal([Truck], FixLogTable.OfOthers(log, _unreadable, "a").Select(f => f.Device));
        Assert.Equal([Truck], FixLogTable.OfOthers(log, _unreadable, "a").Select(f => f.Device));

        Assert.Equal(1, _unreadable.Count);
    }

    private void Log(byte[] fixes, string node)
    {
        using var log = new PreparedConnection(_data.Tracks.Open());
        FixLogTable.Write(log, node, fixes, Start);
    }

    private List<string> Logged()
    {
        using var connection = _data.Tracks.Open();
        return connection.Query("SELECT fixes FROM fix_batch", row => Convert.ToHexString(row.GetFieldValue<byte[]>(0)));
    }
}
