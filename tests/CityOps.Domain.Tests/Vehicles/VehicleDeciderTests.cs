using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Domain.Tests.Vehicles;

public sealed class VehicleDeciderTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);
    private static readonly Scenario<Vehicle, VehicleCommand, VehicleEvent> New = new(new VehicleDecider("v1"), Start);

    [Fact]
    public void What_changed_is_kept_and_nothing_else()
    {
        var first = New.When(new RecordAlarms("v", At(0), 0b011)).Then(new AlarmsRaised("v", Stamp(0), 0b011));
        var second = first.When(new RecordAlarms("v", At(1), 0b110))
            .Then(new AlarmsRaised("v", Stamp(1), 0b100), new AlarmsCleared("v", Stamp(1), 0b001));
        var none = second.When(new RecordAlarms("v", At(2), 0)).Then(new AlarmsCleared("v", Stamp(2), 0b110));

        Assert.Equal([0b011u, 0b110u, 0u], [first.State.Alarms, second.State.Alarms, none.State.Alarms]);
    }

    [Fact]
    public void The_highest_bit_is_an_alarm_too() =>
        Assert.Equal(0x8000_0000u, New.When(new RecordAlarms("v", At(0), 0x8000_0000)).ThenSomething().State.Alarms);

    [Fact]
    public void The_same_alarms_change_nothing() =>
        New.Given(new AlarmsRaised("v", Stamp(0), 1)).When(new RecordAlarms("v", At(1), 1)).Then();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Older_bits_do_not_undo_newer_ones(int seconds) =>
        New.Given(new AlarmsRaised("v", Stamp(0), 1)).When(new RecordAlarms("v", At(seconds), 0)).Then();

    private static Origin At(int seconds) =>
        new(new Actor("v", Roles.Device), Channel.Vehicle, $"alarms-{seconds}", Start + Duration.FromSeconds(seconds));

    private static Stamp Stamp(int seconds) => At(seconds).Stamp(Start, "v1");
}
