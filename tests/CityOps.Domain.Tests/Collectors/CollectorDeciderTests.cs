using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Domain.Tests.Collectors;

public sealed class CollectorDeciderTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);
    private static readonly Scenario<Collector, DeviceCommand, DeviceEvent> New = new(new CollectorDecider("v1"), Start);

    [Fact]
    public void A_shift_starts_and_ends()
    {
        var on = New.When(new ChangeShift("c1", At(0), true)).Then(new ShiftStarted("c1", At(0).Stamp(Start, "v1")));
        Assert.True(on.State.OnShift);

        var off = on.When(new ChangeShift("c1", At(60), false)).Then(new ShiftEnded("c1", At(60).Stamp(Start, "v1")));
        Assert.False(off.State.OnShift);
    }

    [Fact]
    public void The_same_message_again_changes_nothing() =>
        On(0).When(new ChangeShift("c1", At(0), true)).Then();

    [Fact]
    public void The_end_of_yesterday_that_comes_after_the_beginning_of_today_ends_no_shift()
    {
        var today = On(0).When(new ChangeShift("c1", At(60), true)).Then(new ShiftStarted("c1", At(60).Stamp(Start, "v1")));

        today.When(new ChangeShift("c1", At(30), false)).Then();
        Assert.True(today.State.OnShift);
    }

    [Fact]
    public void An_end_that_comes_before_its_beginning_still_comes_after_it()
    {
        var off = New.When(new ChangeShift("c1", At(60), false)).Then(new ShiftEnded("c1", At(60).Stamp(Start, "v1")));

        off.When(new ChangeShift("c1", At(0), true)).Then();
        off.When(new ChangeShift("c1", At(60), false)).Then();
        Assert.True(off.When(new ChangeShift("c1", At(61), true)).ThenSomething().State.OnShift);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(0)]
    public void An_older_message_does_not_undo_a_newer_one(int seconds) =>
        On(0).When(new ChangeShift("c1", At(seconds), false)).Then();

    private static Scenario<Collector, DeviceCommand, DeviceEvent> On(int seconds) =>
        New.Given(new ShiftStarted("c1", At(seconds).Stamp(Start, "v1")));

    private static Origin At(int seconds) =>
        new(new Actor("c1", Roles.Collector), Channel.Collector, "m", Start + Duration.FromSeconds(seconds));
}
