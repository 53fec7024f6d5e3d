using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Tests.Collectors;

public sealed class TaskInHandTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 2, 0);
    private static readonly Origin Feed = new(new Actor("feed", Roles.System), Channel.System, "grid-P1:1", Start);
    private static readonly Stamp Stamp = Feed.Stamp(Start, "v1");
    private static readonly Scenario<Collector, DeviceCommand, DeviceEvent> New = new(new CollectorDecider("v1"), Start);

    [Fact]
    public void A_collector_has_a_task_until_it_leaves()
    {
        var taken = New.When(Take(5)).Then(new TaskTaken("c1", Stamp, Task(5)));
        Assert.Equal([Task(5)], taken.State.InHand);

        var left = taken.When(Leave(6, TaskEnd.HandedOn))
            .Then(new TaskLeft("c1", Stamp, Task(5).Id, new GridNews("P1", 6), TaskEnd.HandedOn));
        Assert.Empty(left.State.InHand);
    }

    [Fact]
    public void A_shift_leaves_what_is_in_hand_as_it_is()
    {
        var on = New.When(Take(5)).ThenSomething()
            .When(new ChangeShift("c1", Feed, true)).ThenSomething();
        Assert.Equal([Task(5)], on.State.InHand);
        Assert.True(on.State.OnShift);
    }

    [Fact]
    public void News_that_come_again_neither_bring_a_task_back_nor_take_a_newer_one_away()
    {
        var left = New.When(Take(5)).ThenSomething().When(Leave(6, TaskEnd.HandedOn)).ThenSomething();
        left.When(Take(5)).Then();

        var again = left.When(Take(8)).ThenSomething();
        again.When(Leave(6, TaskEnd.HandedOn)).Then();
        again.When(Take(8)).Then();
        Assert.Equal([Task(8)], again.State.InHand);
    }

    [Fact]
    public void Each_grid_numbers_its_own_news() =>
        New.When(Take(5)).ThenSomething().When(Take(2, "P2")).ThenSomething();

    [Fact]
    public void What_is_not_in_hand_does_not_leave() => New.When(Leave(6, TaskEnd.Withdrawn)).Then();

    private static TakeTask Take(long number, string grid = "P1") => new("c1", Feed, Task(number, grid));

    private static LeaveTask Leave(long number, TaskEnd end) => new("c1", Feed, Task(number).Id, new GridNews("P1", number), end);

    private static TaskInHand Task(long number, string grid = "P1") => new(
        "C20260302abcdefghij-v1", TaskKind.Verification, CaseId.Parse("C20260302abcdefghij"), new GridNews(grid, number), Start,
        Start + Duration.FromHours(2), GeoPoint.At(latitude: 28.6, longitude: 115.8), "look");
}
