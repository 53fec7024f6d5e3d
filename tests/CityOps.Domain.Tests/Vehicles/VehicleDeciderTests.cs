using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Domain.Tests.Vehicles;

public sealed class VehicleDeciderTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);
    private static readonly Scenario<Vehicle, DeviceCommand, DeviceEvent> New = new(new VehicleDecider("v1"), Start);

    [Fact]
    public void What_changed_is_kept_and_nothing_else()
    {
        var first = New.When(Alarms(0, 0b011)).Then(new AlarmsRaised("v", Stamp(0), 0b011));
        var second = first.When(Alarms(1, 0b110))
            .Then(new AlarmsRaised("v", Stamp(1), 0b100), new AlarmsCleared("v", Stamp(1), 0b001));
        var none = second.When(Alarms(2, 0)).Then(new AlarmsCleared("v", Stamp(2), 0b110));

        Assert.Equal([0b011u, 0b110u, 0u], [first.State.Alarms, second.State.Alarms, none.State.Alarms]);
    }

    [Fact]
    public void The_highest_bit_is_an_alarm_too() =>
        Assert.Equal(0x8000_0000u, New.When(Alarms(0, 0x8000_0000)).ThenSomething().State.Alarms);

    [Fact]
    public void The_same_alarms_change_nothing() =>
        New.Given(new AlarmsRaised("v", Stamp(0), 1)).When(Alarms(1, 1)).Then();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Older_bits_do_not_undo_newer_ones(int seconds) =>
        New.Given(new AlarmsRaised("v", Stamp(0), 1)).When(Alarms(seconds, 0)).Then();

    [Fact]
    public void Alarms_that_come_and_go_within_one_message_are_kept_once()
    {
        var command = new RecordDriving("v", At(30), [], [])
        {
            Alarms = [new(At(0).ObservedAt, 1), new(At(10).ObservedAt, 0), new(At(20).ObservedAt, 1), new(At(30).ObservedAt, 2)],
        };
        DeviceEvent[] all =
        [
            new AlarmsRaised("v", At(30, 0), 1), new AlarmsCleared("v", At(30, 10), 1), new AlarmsRaised("v", At(30, 20), 1),
            new AlarmsRaised("v", At(30, 30), 2), new AlarmsCleared("v", At(30, 30), 1),
        ];

        New.When(command).Then(all).When(command).Then();
        New.Given(all[..2]).When(command).Then(all[2..]);
    }

    [Fact]
    public void Crossings_are_kept_once_however_often_their_fixes_come()
    {
        FenceCrossing[] both = [Crossing(10, true), Crossing(20, false)];
        var first = New.When(new RecordDriving("v", At(20), both, [])).Then(
            new GeofenceEntered("v", Stamp(20) with { ObservedAt = both[0].At }, "f", GeofenceRule.Leave, true, default),
            new GeofenceLeft("v", Stamp(20) with { ObservedAt = both[1].At }, "f", GeofenceRule.Leave, true, default));

        first.When(new RecordDriving("v", At(20), both, [])).Then();
        first.When(new RecordDriving("v", At(30), [Crossing(15, true)], [])).Then();
        Assert.Equal(new FenceStay("f", false, both[1].At), Assert.Single(first.State.Fences));

        var back = first.When(new RecordDriving("v", At(30), [Crossing(30, true)], [])).ThenSomething();
        Assert.Equal(new FenceStay("f", true, At(30).ObservedAt), Assert.Single(back.State.Fences));
    }

    [Fact]
    public void What_was_left_and_may_be_left_is_forgotten() => Assert.Empty(New
        .Done(new RecordDriving("v", At(1), [Crossing(0, true) with { Rule = GeofenceRule.Watch }], []))
        .Done(new RecordDriving("v", At(2), [Crossing(1, false) with { Rule = GeofenceRule.Watch }], []))
        .State.Fences);

    [Fact]
    public void A_spell_of_speeding_is_kept_once()
    {
        var spell = new SpeedingSpell(At(0).ObservedAt, At(20).ObservedAt, new Speed(20), new Speed(30), default);
        var first = New.When(new RecordDriving("v", At(30), [], [spell])).Then(new SpeedingEnded("v", Stamp(30), spell));

        first.When(new RecordDriving("v", At(31), [], [spell])).Then();
        first.When(new RecordDriving("v", At(31), [], [spell with { Since = At(10).ObservedAt }])).Then();
        first.When(new RecordDriving("v", At(60), [], [spell with { Since = At(30).ObservedAt }])).ThenOne<SpeedingEnded>();
    }

    private static FenceCrossing Crossing(int seconds, bool entered) =>
        new("f", GeofenceRule.Leave, entered, true, At(seconds).ObservedAt, default);

    private static RecordDriving Alarms(int seconds, uint alarms) =>
        new("v", At(seconds), [], []) { Alarms = [new(At(seconds).ObservedAt, alarms)] };

    private static Stamp At(int command, int seconds) => Stamp(command) with { ObservedAt = At(seconds).ObservedAt };

    private static Origin At(int seconds) =>
        new(new Actor("v", Roles.Device), Channel.Vehicle, $"alarms-{seconds}", Start + Duration.FromSeconds(seconds));

    private static Stamp Stamp(int seconds) => At(seconds).Stamp(Start, "v1");
}
