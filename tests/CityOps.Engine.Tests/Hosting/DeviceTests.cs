using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

public sealed class DeviceTests : IDisposable
{
    private static readonly Device Walker = new(DeviceKind.Collector, "c1");
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Each_fix_has_one_outcome()
    {
        await using var run = await EngineRun.StartAsync(_directory);

        run.Tell(Walker, 0, TinyCity.Middle(0));
        run.Tell(Walker, 10, TinyCity.Middle(0, metres: 15));
        run.Tell(Walker, 5, TinyCity.Middle(0, metres: 7));
        run.Tell(Walker, 10, TinyCity.Middle(0, metres: 15));
        run.Tell(Walker, 11, TinyCity.Middle(3));

        var device = await run.DeviceAsync(Walker, d => d.UnitGrid == TinyCity.Alone);
        Assert.Equal(EngineRun.Start + Duration.FromSeconds(11), device.Last?.ObservedAt);
        Assert.Equal([2L, 1L, 1L, 1L], new[] { FixOutcome.Applied, FixOutcome.Late, FixOutcome.Doubled, FixOutcome.Teleported }
            .Select(run.Metrics.FixesWith));
        await run.GridAsync("P1", g => g.Present.Count == 0);
        await run.GridAsync(TinyCity.Alone, g => g.Present.Count == 1);
    }

    [Fact]
    public async Task A_device_outside_of_the_city_is_nowhere_but_known()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        run.Tell(Walker, 0, TinyCity.Middle(0));
        await run.GridAsync("P1", g => g.Present.Count == 1);

        run.Tell(Walker, 1000, GeoPoint.At(latitude: 28.65, longitude: 115.805));

        var device = await run.DeviceAsync(Walker, d => d.UnitGrid is null);
        Assert.Null(device.Beat);
        await run.GridAsync("P1", g => g.Present.Count == 0);
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
