using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

public sealed class DeviceTests : IDisposable
{
    private static readonly Device Walker = new(DeviceKind.Collector, "c1");
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Fixes_that_go_past_the_region_overtake_none_that_went_by_it()
    {
        const int Fixes = 20_000;
        var clock = new FakeTimeProvider(EngineRun.Start.ToDateTimeOffset());
        await using var run = await EngineRun.StartAsync(_directory, passivateAfter: TimeSpan.FromMinutes(2), clock: clock);
        run.Tell(Walker, 0, TinyCity.Middle(0));
        await run.DeviceAsync(Walker, d => d.Last is not null);

        for (var second = 1; second < Fixes; second++)
        {
            if (second % 50 == 0)
            {
                // The next one goes by the region.
                clock.Advance(TimeSpan.FromMinutes(1));
            }

            run.Tell(Walker, second, TinyCity.Middle(0, metres: second % 2));
        }

        await run.DeviceAsync(Walker, d => d.Last?.ObservedAt == EngineRun.Start + Duration.FromSeconds(Fixes - 1));
        Assert.Equivalent(FixCounts.None with { Applied = Fixes }, run.Books.Find(Walker)?.Counts());
    }

    [Fact]
    public async Task Each_fix_has_one_outcome()
    {
        await using var run = await EngineRun.StartAsync(_directory);

        run.Tell(Walker, 0, TinyCity.Middle(0));
        run.Tell(Walker, 10, TinyCity.Middle(0, metres: 15));
        run.Tell(Walker, 5, TinyCity.Middle(0, metres: 7));
        run.Tell(Walker, 10, TinyCity.Middle(0, metres: 15));
        run.Tell(Walker, 11, TinyCity.Middle(3));

        var device = await run.DeviceAsync(Walker, d => d.Last?.ObservedAt == EngineRun.Start + Duration.FromSeconds(11));
        Assert.Equal(("360102001001001", true), (device.UnitGrid, device.Doubtful));
        Assert.Equal([2L, 1L, 1L, 1L], new[] { FixOutcome.Applied, FixOutcome.Late, FixOutcome.Doubled, FixOutcome.Teleported }
            .Select(outcome => run.Books.With(outcome)));
        Assert.Equal(0, run.Books.OnTheirWay);
        Assert.Equivalent(
            FixCounts.None with { Applied = 2, Late = 1, Doubled = 1, Teleported = 1 }, run.Books.Find(Walker)?.Counts());
        await run.GridAsync("P1", g => g.Present.Count == 1);
    }

    [Fact]
    public async Task A_grid_gets_a_device_with_the_second_fix_and_one_wild_fix_visits_nothing()
    {
        await using var run = await EngineRun.StartAsync(_directory);

        run.Tell(Walker, 0, TinyCity.Middle(0));
        run.Tell(Walker, 1, TinyCity.Middle(2));
        run.Tell(Walker, 2, TinyCity.Middle(0));
        run.Tell(Walker, 1000, TinyCity.Middle(3));
        run.Tell(Walker, 1001, TinyCity.Middle(3));

        await run.GridAsync(TinyCity.Alone, g => g.Present.Count == 1
            && g.UnitGrids[0].LastVisitAt == EngineRun.Start + Duration.FromSeconds(1001));
        await run.GridAsync("P1", g => g.Present.Count == 0
            && g.UnitGrids[0].LastVisitBy == Walker.Id && g.UnitGrids[1].LastVisitAt is null);
        await run.GridAsync("P2", g => g.Present.Count == 0 && g.UnitGrids[0].LastVisitAt is null);
    }

    [Fact]
    public async Task A_stop_outlives_the_memory_of_the_device()
    {
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            run.Tell(Walker, 0, TinyCity.Middle(0));
            run.Tell(Walker, 100, TinyCity.Middle(0));
            await run.DeviceAsync(Walker, d => d.Last?.ObservedAt == EngineRun.Start + Duration.FromSeconds(100));
        }

        await using var again = await EngineRun.StartAsync(_directory);
        again.Tell(Walker, 180, TinyCity.Middle(0));
        var device = await again.DeviceAsync(Walker, d => d.Movement.Motion == Motion.Stopped);
        Assert.Equal(EngineRun.Start, device.Movement.StoppedSince);
    }

    [Fact]
    public async Task A_device_outside_of_the_city_is_nowhere_but_known()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        run.Tell(Walker, 0, TinyCity.Middle(0));
        await run.GridAsync("P1", g => g.Present.Count == 1);

        run.Tell(Walker, 1000, GeoPoint.At(latitude: 28.65, longitude: 115.805));
        run.Tell(Walker, 1001, GeoPoint.At(latitude: 28.65, longitude: 115.805));

        var device = await run.DeviceAsync(Walker, d => d.UnitGrid is null);
        Assert.Null(device.Beat);
        await run.GridAsync("P1", g => g.Present.Count == 0);
    }

    [Fact]
    public async Task What_a_device_sent_before_it_went_does_not_bring_it_back()
    {
        var clock = new FakeTimeProvider(EngineRun.Start.ToDateTimeOffset());
        var gone = EngineRun.Start + Duration.FromSeconds(2);
        await using var run = await EngineRun.StartAsync(_directory, clock: clock);
        run.Tell(Walker, 0, TinyCity.Middle(0));
        await run.DeviceAsync(Walker, d => d.Online);
        clock.Advance(TimeSpan.FromSeconds(2));
        run.Devices.TellStatus(Walker, online: false);
        await run.DeviceAsync(Walker, d => !d.Online);

        // It was being written when the device said that it goes.
        var last = new Fix(Walker, EngineRun.Start + Duration.FromSeconds(1), TinyCity.Middle(0));
        run.Tell(last, last.ObservedAt);
        var device = await run.DeviceAsync(Walker, d => d.Last?.ObservedAt == last.ObservedAt);
        Assert.False(device.Online);
        Assert.Equal(gone, device.HeardAt);

        run.Tell(last with { ObservedAt = gone }, gone);
        await run.DeviceAsync(Walker, d => d.Online);
    }

    [Fact]
    public async Task A_device_that_came_and_went_is_known_though_it_is_registered_nowhere_and_has_no_place()
    {
        var stranger = new Device(DeviceKind.Vehicle, "stranger");
        await using var run = await EngineRun.StartAsync(_directory);
        run.Devices.TellStatus(stranger, online: true);
        run.Devices.TellStatus(stranger, online: false);

        var device = await run.DeviceAsync(stranger, d => !d.Online);

        Assert.NotNull(device.HeardAt);
        await Eventually.Is(
            () => run.Lists.DevicesAsync(new DeviceQuery(DeviceKind.Vehicle), default),
            list => list.Items.Count == 1);
    }
}
