using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Tracks;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Tracks;

public class TrackStoreTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly TrackStore _store;

    public TrackStoreTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected TrackStoreTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _store = Stores.Of(_data, clock: _clock);
    }

    public void Dispose()
    {
        _store.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task A_track_is_read_by_device_time_and_each_fix_once()
    {
        await AppendAsync(_store, FixAt(Walker, 20), FixAt(Walker, 0), FixAt(Truck, 5));
        await AppendAsync(_store, FixAt(Walker, 10), FixAt(Walker, 20));

        Assert.Equal([0, 10, 20], await SecondsAsync(_store, Walker));
        Assert.Equal([5], await SecondsAsync(_store, Truck));
    }

    [SkippableFact]
    public async Task The_end_of_a_span_is_not_in_it()
    {
        await AppendAsync(_store, FixAt(Walker, 0), FixAt(Walker, 10), FixAt(Walker, 20));

        var read = await _store.ReadAsync(Walker, Start, Start + Duration.FromSeconds(20), default);

        Assert.Equal([FixAt(Walker, 0), FixAt(Walker, 10)], read.Select(f => f));
    }

    [SkippableFact]
    public async Task A_flush_changes_nothing_that_can_be_read()
    {
        await AppendAsync(_store, FixAt(Walker, 0), FixAt(Truck, 1), FixAt(Walker, 10));
        await _store.FlushAsync();
        await AppendAsync(_store, FixAt(Walker, 5));

        Assert.Equal([0, 5, 10], await SecondsAsync(_store, Walker));
        Assert.Equal([1], await SecondsAsync(_store, Truck));
    }

    [SkippableFact]
    public async Task Doubles_are_dropped_across_flushes()
    {
        await AppendAsync(_store, FixAt(Walker, 0), FixAt(Walker, 10));
        await _store.FlushAsync();
        await AppendAsync(_store, FixAt(Walker, 0), FixAt(Walker, 10), FixAt(Walker, 20));
        await _store.FlushAsync();

        Assert.Equal([0, 10, 20], await SecondsAsync(_store, Walker));
        Assert.Equal(3, Count("SELECT sum(count) FROM track_chunk"));
    }

    [SkippableFact]
    public async Task A_flush_leaves_half_a_minute_in_the_log()
    {
        await AppendAsync(_store, FixAt(Walker, 0));
        _store.Mark(Start);
        await AppendAsync(_store, FixAt(Walker, 1));
        _store.Mark(Start + Duration.FromSeconds(29.9));
        await _store.FlushAsync();
        Assert.Equal(2, Count("SELECT count(*) FROM fix_batch"));

        _store.Mark(Start + Duration.FromSeconds(30));
        await _store.FlushAsync();
        Assert.Equal(1, Count("SELECT count(*) FROM fix_batch"));
        Assert.Equal([0, 1], await SecondsAsync(_store, Walker));
        Assert.Equal(2, Count("SELECT sum(count) FROM track_chunk"));
    }

    [SkippableFact]
    public async Task A_kill_loses_no_fix_that_was_appended()
    {
        for (var i = 0; i < 50; i++)
        {
            await AppendAsync(_store, FixAt(Walker, i * 10), FixAt(Truck, i * 10));
            if (i == 20)
            {
                await _store.FlushAsync();
            }
        }

        using var left = _directory.Snapshot();
        using var data = new CityDatabases(left.Options);
        using var store = Stores.Of(data);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * 10.0), await SecondsAsync(store, Walker));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * 10.0), await SecondsAsync(store, Truck));
        await store.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * 10.0), await SecondsAsync(store, Walker));
    }

    [SkippableFact]
    public async Task Fixes_that_are_still_in_the_log_are_pending_after_a_kill_in_their_order_until_they_are_told()
    {
        await AppendAsync(_store, FixAt(Truck, 0));
        _store.Mark(Start);
        _store.Mark(Start + Duration.FromSeconds(30));
        await _store.FlushAsync();
        await AppendAsync(_store, FixAt(Walker, 20), FixAt(Walker, 0));
        await AppendAsync(_store, FixAt(Walker, 10));
        Assert.Empty(await _store.PendingAsync(default));

        using var left = _directory.Snapshot();
        using var data = new CityDatabases(left.Options);
        using var store = Stores.Of(data);

        var pending = Assert.Single(await store.PendingAsync(default));
        Assert.Equal(new PendingFixes(Walker, FixAt(Walker, 20).ObservedAt, Stores.Now), pending);
        Assert.Equal(
            [FixAt(Walker, 20), FixAt(Walker, 0), FixAt(Walker, 10)], await store.ReadPendingAsync(Walker, default));
        store.CaughtUp();
        Assert.Empty(await store.PendingAsync(default));
    }

    [SkippableFact]
    public async Task A_stop_before_the_devices_were_told_leaves_the_log_alone()
    {
        await _store.StartAsync(default);
        await AppendAsync(_store, FixAt(Walker, 0));

        await _store.StopAsync(default);

        Assert.Equal(0, Count("SELECT count(*) FROM track_chunk"));
        Assert.Equal(1, Count("SELECT count(*) FROM fix_batch"));
    }

    [SkippableFact]
    public async Task An_orderly_stop_leaves_all_in_chunks()
    {
        _store.CaughtUp();
        await _store.StartAsync(default);
        await AppendAsync(_store, FixAt(Walker, 0));

        // A store that is stopped before it runs has nothing to end in order.
        await Eventually.Holds(() =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return Count("SELECT count(*) FROM track_chunk") == 1;
        });
        await AppendAsync(_store, FixAt(Walker, 1));

        await _store.StopAsync(default);

        Assert.Equal(2, Count("SELECT sum(count) FROM track_chunk"));
        Assert.Equal([0, 1], await SecondsAsync(_store, Walker));
    }

    [SkippableFact]
    public async Task Whoever_was_near_a_place_is_found_in_tails_and_chunks_and_between_fixes()
    {
        // Walker and truck go 1.1 m a second, away from the place; the patrol drives past it, 90 m between fixes.
        await AppendAsync(_store, FixAt(Walker, 0), FixAt(Walker, 10));
        await AppendAsync(_store, Passing(Patrol, 0, -0.0004), Passing(Patrol, 10, 0.0005), Passing(Patrol, 20, 0.002));
        await _store.FlushAsync();
        await AppendAsync(_store, FixAt(Truck, 20), Passing(Patrol, 3_000, 0));
        var place = GeoPoint.At(latitude: 28.6, longitude: 115.8);

        var near = await _store.NearAsync(place, Length.FromMetres(30), Start, Start + Duration.FromMinutes(30), default);
        var later = await _store.NearAsync(place, Length.FromMetres(30), Start + Duration.FromSeconds(15), Start + Duration.FromMinutes(30), default);
        var elsewhere = await _store.NearAsync(
            GeoPoint.At(latitude: 28.7, longitude: 115.8), Length.FromMetres(500), Start, Start + Duration.FromMinutes(30), default);

        Assert.Equal(near.OrderBy(p => p.Closest).Select(p => p.Device), near.Select(p => p.Device));
        Assert.Equivalent(new[] { Patrol, Truck, Walker }, near.Select(p => p.Device), strict: true);
        var passed = near.Single(p => p.Device == Patrol);
        Assert.InRange((passed.ClosestAt - Start).TotalSeconds, 4.4, 4.5);
        Assert.InRange(passed.Closest.Metres, 0, 0.1);
        Assert.Equal([Truck], later.Select(p => p.Device));
        Assert.Empty(elsewhere);
    }

    [SkippableFact]
    public async Task What_is_older_than_its_kind_is_kept_is_forgotten()
    {
        await AppendAsync(_store, FixAt(Walker, 0), FixAt(Truck, 0));
        await _store.FlushAsync();

        await _store.ForgetAsync(Start + Duration.FromDays(10));
        Assert.Equal((1, 1), ((await SecondsAsync(_store, Walker)).Count(), (await SecondsAsync(_store, Truck)).Count()));

        await _store.ForgetAsync(Start + Duration.FromDays(10) + Duration.FromMilliseconds(1));
        Assert.Equal((1, 0), ((await SecondsAsync(_store, Walker)).Count(), (await SecondsAsync(_store, Truck)).Count()));

        await _store.ForgetAsync(Start + Duration.FromDays(31));
        Assert.Empty(await SecondsAsync(_store, Walker));
    }

    private static Device Patrol { get; } = new(DeviceKind.Vehicle, "patrol-1");

    private static Fix Passing(Device device, double second, double degreesEast) => new(
        device, Start + Duration.FromSeconds(second), GeoPoint.At(latitude: 28.6, longitude: 115.8 + degreesEast));

    private static Task AppendAsync(TrackStore store, params Fix[] fixes) => store.AppendAsync(fixes, default);

    private static async Task<IEnumerable<double>> SecondsAsync(TrackStore store, Device device) =>
        (await store.ReadAsync(device, Start - Duration.FromDays(1), Start + Duration.FromDays(1), default))
        .Select(f => (f.ObservedAt - Start).TotalSeconds);

    private long Count(string sql)
    {
        using var connection = _data.Tracks.Open();
        return connection.Scalar(sql);
    }
}
