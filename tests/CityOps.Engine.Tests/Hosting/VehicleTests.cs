using System.Collections.Concurrent;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

public sealed class VehicleTests : IDisposable
{
    private static readonly Device Sweeper = new(DeviceKind.Vehicle, "v1");
    private static readonly UnitGrid Closed = TinyCity.Configuration.UnitGrids["360102001001002"];
    private static readonly CityConfiguration City = TinyCity.Configuration with
    {
        Geofences =
        [
            new Geofence("closed", new Name("禁", "closed"), GeofenceRule.Enter, Closed.Boundary, default)
            {
                Kinds = new HashSet<VehicleKind> { VehicleKind.Sanitation },
            },
        ],
    };

    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_crossing_is_kept_once_whatever_comes_twice_and_whoever_wakes()
    {
        await using (var run = await EngineRun.StartAsync(_directory, TimeSpan.FromSeconds(1), City))
        {
            run.Tell(At(0, 0));
            run.Tell(At(60, 1), At(61, 1));
            run.Tell(At(60, 1), At(61, 1));
            var inside = await run.DeviceAsync(Sweeper, d => d.Fences.Length == 1);
            Assert.Equal(new FenceStay("closed", true, Second(61)), inside.Fences[0]);
            await run.EmptyAsync();

            // The board knows it all; so does the journal, where the board does not.
            run.Tell(At(61, 1), At(62, 1), At(63, 1));
            await run.DeviceAsync(Sweeper, d => d.Last?.ObservedAt == Second(63));
        }

        await using var again = await EngineRun.StartAsync(_directory, city: City);
        again.Tell(At(120, 2));
        again.Tell(At(121, 2));
        var outside = await again.DeviceAsync(Sweeper, d => d.Fences.Length == 0);
        Assert.Equal(2, outside.Sequence);
        var events = await EventsAsync(again);
        Assert.Equal(
            [typeof(GeofenceEntered), typeof(GeofenceLeft)],
            events.Select(e => e.GetType()));
        Assert.True(Assert.IsType<GeofenceEntered>(events[0]).Violation);
        Assert.Equal(Second(61), events[0].Stamp.ObservedAt);
    }

    [Fact]
    public async Task What_happens_within_one_message_is_kept_in_its_order()
    {
        await using var run = await EngineRun.StartAsync(_directory, city: City);

        run.Tell(At(0, 0), At(60, 1), At(61, 1), At(120, 2), At(121, 2), At(180, 1), At(181, 1, alarms: 1));

        var device = await run.DeviceAsync(Sweeper, d => d.Sequence == 4);
        Assert.Equal(Second(181), Assert.Single(device.Fences).Since);
        Assert.Equal(
            [typeof(GeofenceEntered), typeof(GeofenceLeft), typeof(GeofenceEntered), typeof(AlarmsRaised)],
            (await EventsAsync(run)).Select(e => e.GetType()));
    }

    [Fact]
    public async Task What_follows_from_a_fix_is_in_the_journal_before_the_board_has_the_fix()
    {
        await using var run = await EngineRun.StartAsync(_directory, city: City);
        var posts = new ConcurrentQueue<DeviceView>();
        run.News.Posted += posts.Enqueue;

        run.Tell(At(0, 0), At(60, 1));
        run.Tell(At(61, 1, alarms: 1));

        await run.DeviceAsync(Sweeper, d => d.Sequence == 2);
        await Eventually.Is(() => Task.FromResult(posts.Count(p => p.Last?.ObservedAt == Second(61))), n => n > 0);
        Assert.All(posts, post => Assert.Equal(post.Last?.ObservedAt == Second(61) ? 2 : 0, post.Sequence));
    }

    [Fact]
    public async Task An_alarm_without_a_fix_stands_at_the_last_known_place_until_a_newer_fix_has_none()
    {
        await using var run = await EngineRun.StartAsync(_directory, city: City);
        run.Tell(At(10, 0));
        await run.DeviceAsync(Sweeper, d => d.Last is not null);

        await run.Devices.SendAsync(Unlocated(9, 2), default);
        await run.Devices.SendAsync(Unlocated(20, 1), default);
        var raised = await run.DeviceAsync(Sweeper, d => d.Sequence == 1);
        Assert.Equal((1u, Second(10)), (raised.Alarms, raised.Last?.ObservedAt));

        run.Tell(At(15, 0));
        run.Tell(At(30, 0));
        await run.DeviceAsync(Sweeper, d => d.Sequence == 2);
        var events = await EventsAsync(run);
        Assert.Equal([typeof(AlarmsRaised), typeof(AlarmsCleared)], events.Select(e => e.GetType()));
        Assert.Equal([Second(20), Second(30)], events.Select(e => e.Stamp.ObservedAt));
    }

    [Fact]
    public async Task One_wild_fix_crosses_nothing()
    {
        await using var run = await EngineRun.StartAsync(_directory, city: City);

        run.Tell(At(0, 0), At(1, 1), At(2, 0), At(60, 1), At(120, 0));

        var device = await run.DeviceAsync(Sweeper, d => d.Last?.ObservedAt == Second(120));
        Assert.Equal(("360102001001001", 0L), (device.UnitGrid, device.Sequence));
    }

    [Fact]
    public async Task Speeding_is_seen_while_it_lasts_and_kept_when_it_ends()
    {
        await using (var run = await EngineRun.StartAsync(_directory, city: City))
        {
            run.Tell(At(0, 0, speed: 17), At(10, 0, speed: 25));
            var fast = await run.DeviceAsync(Sweeper, d => d.Speeding is { Counts: true });
            Assert.Equal(25, fast.Speeding?.Peak.MetresPerSecond);
        }

        await using var again = await EngineRun.StartAsync(_directory, city: City);
        again.Tell(At(20, 0, speed: 10));
        await again.DeviceAsync(Sweeper, d => d is { Speeding: null, Sequence: 1 });
        var ended = Assert.IsType<SpeedingEnded>(Assert.Single(await EventsAsync(again)));
        Assert.Equal(
            (Second(0), Second(10), 60.0, 25.0),
            (ended.Spell.Since, ended.Spell.Until, Math.Round(ended.Spell.Limit.KilometresPerHour, 6), ended.Spell.Peak.MetresPerSecond));
    }

    private static Instant Second(double second) => EngineRun.Start + Duration.FromSeconds(second);

    private static Fix At(double second, int square, double? speed = null, uint alarms = 0) =>
        new(Sweeper, Second(second), TinyCity.Middle(square))
        {
            Speed = speed is { } s ? new Speed(s) : null,
            Alarms = alarms,
        };

    private static RecordDriving Unlocated(double second, uint alarms) => new("v1", EngineRun.By($"alarms-{second}", second), [], [])
    {
        Alarms = [new AlarmReading(Second(second), alarms)],
    };

    private static async Task<IReadOnlyList<VehicleEvent>> EventsAsync(EngineRun run) =>
        [.. (await run.Journal.OfEntityAsync("vehicle-v1", 1, long.MaxValue, default)).Select(e => (VehicleEvent)e.Event)];
}
