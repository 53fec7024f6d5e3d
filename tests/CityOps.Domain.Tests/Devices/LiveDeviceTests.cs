using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Tests.Devices;

public sealed class LiveDeviceTests
{
    private const double MetresPerDegree = 111_195.0802;
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);

    [Fact]
    public void The_first_fix_is_applied_wherever_it_is() =>
        Assert.Equal(FixOutcome.Applied, LiveDevice.Unknown.Judge(At(DeviceKind.Collector, 0, 1_000_000)));

    [Theory]
    [InlineData(1, FixOutcome.Applied)]
    [InlineData(0, FixOutcome.Doubled)]
    [InlineData(-1, FixOutcome.Late)]
    public void A_millisecond_decides_between_newer_the_same_and_older(int milliseconds, FixOutcome outcome) =>
        Assert.Equal(outcome, Seen(DeviceKind.Collector).Judge(At(DeviceKind.Collector, milliseconds / 1000.0, 0)));

    [Theory]
    [InlineData(DeviceKind.Collector, 10, 599, FixOutcome.Applied)]
    [InlineData(DeviceKind.Collector, 10, 601, FixOutcome.Teleported)]
    [InlineData(DeviceKind.Vehicle, 10, 999, FixOutcome.Applied)]
    [InlineData(DeviceKind.Vehicle, 10, 1001, FixOutcome.Teleported)]
    [InlineData(DeviceKind.Collector, 0.001, 99, FixOutcome.Applied)]
    [InlineData(DeviceKind.Collector, 0.001, 101, FixOutcome.Teleported)]
    public void Nothing_travels_faster_than_its_kind_can(DeviceKind kind, double seconds, double metres, FixOutcome outcome) =>
        Assert.Equal(outcome, Seen(kind).Judge(At(kind, seconds, metres)));

    [Fact]
    public void An_older_fix_is_late_and_not_teleported() =>
        Assert.Equal(FixOutcome.Late, Seen(DeviceKind.Collector).Judge(At(DeviceKind.Collector, -1, 50_000)));

    [Fact]
    public void One_wild_fix_is_shown_but_changes_neither_grid_nor_motion()
    {
        var walk = new Walk();
        walk.See(0, 50);
        walk.See(200, 50);
        var before = walk.Device;

        Assert.Equal(FixOutcome.Teleported, walk.See(201, 1_500));
        Assert.Equal(Walk.Place(1_500), walk.Device.Last?.Place);
        Assert.Equal((before.UnitGrid, before.NextGrid, before.Movement), (walk.Device.UnitGrid, walk.Device.NextGrid, walk.Device.Movement));

        Assert.Equal(FixOutcome.Applied, walk.See(202, 50));
        Assert.Equal([Walk.Code(0)], walk.Crossed);
        Assert.Equal(Motion.Stopped, walk.Device.Movement.Motion);
    }

    [Fact]
    public void Wild_fixes_here_and_there_are_all_wild()
    {
        var walk = new Walk();
        walk.See(0, 50);
        Assert.Equal(FixOutcome.Teleported, walk.See(1, 1_500));
        Assert.Equal(FixOutcome.Teleported, walk.See(2, 900));
        Assert.Equal(FixOutcome.Applied, walk.See(3, 60));
        Assert.Equal([Walk.Code(0)], walk.Crossed);
    }

    [Fact]
    public void A_teleport_is_believed_once_a_second_fix_agrees()
    {
        var walk = new Walk();
        walk.See(0, 50);
        Assert.Equal(FixOutcome.Teleported, walk.See(1, 1_550));
        Assert.Equal(FixOutcome.Applied, walk.See(2, 1_555));
        Assert.Null(walk.Device.Believed);
        walk.See(3, 1_560);
        Assert.Equal(Walk.Code(15), walk.Device.UnitGrid);
    }

    private static LiveDevice Seen(DeviceKind kind) => LiveDevice.Unknown with { Last = At(kind, 0, 0) };

    private static Fix At(DeviceKind kind, double seconds, double metresNorth) => new(
        new Device(kind, "d"), Start + Duration.FromSeconds(seconds), GeoPoint.At(latitude: metresNorth / MetresPerDegree, longitude: 115));
}
