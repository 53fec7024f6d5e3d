using CityOps.Domain.Cases;
using CityOps.Domain.Grids;
using NodaTime;
using static CityOps.Domain.Tests.Grids.GridSamples;

namespace CityOps.Domain.Tests.Grids;

/// <summary>How a task goes from hand to hand. The limit is two working hours, and it is ten in the morning: due at two, plus the noon.</summary>
public sealed class GridTaskTests
{
    private const int LimitMinutes = 120;
    private static readonly Instant Due = Start + Duration.FromMinutes(LimitMinutes);

    [Fact]
    public void A_task_is_given_with_the_time_it_is_due_by_the_calendar_and_wakes_the_grid_then()
    {
        var given = With("c1").When(Offered(Offer()))
            .Then(new TaskGivenInGrid(Code, Stamp(), Offer(), "c1", Due, null) { Schedule = new GridSchedule(Due) });

        Assert.Equal((Due, Due), (given.Only().Due, given.State.Wake));
        var afternoon = With("c1").After(60 * 3).When(Offered(Offer())).ThenSomething();
        Assert.Equal(Start + Duration.FromHours(6), afternoon.State.Wake);
    }

    [Fact]
    public void It_waits_while_nobody_is_on_shift_and_is_given_to_whoever_comes_oldest_first()
    {
        var waiting = Empty
            .When(Offered(Offer(number: 1))).Then(new TaskWaitsInGrid(Code, Stamp(), Offer(number: 1), null))
            .When(Offered(Offer(number: 2))).ThenSomething();
        Assert.Null(waiting.State.Wake);

        var given = waiting.After(5).When(new NoteShift(Code, News(5), "c1", true, 5)).Then(
            new CollectorCameOnShift(Code, Stamp(5), "c1", 5),
            new TaskGivenInGrid(Code, Stamp(5), Offer(number: 1), "c1", Due + Duration.FromMinutes(125), null),
            new TaskGivenInGrid(Code, Stamp(5), Offer(number: 2), "c1", Due + Duration.FromMinutes(125), null)
            {
                Schedule = new GridSchedule(Due + Duration.FromMinutes(125)),
            });
        Assert.Equal(["c1", "c1"], given.State.Tasks.Select(t => t.Collector));
    }

    [Fact]
    public void A_shift_that_ends_hands_it_on_and_the_last_one_leaves_it_waiting()
    {
        var given = With("c1", "c2").When(Offered(Offer(), ("c1", 0), ("c2", 10))).ThenSomething();

        var handedOn = given.After(1).When(new NoteShift(Code, News(1), "c1", false, 1)).ThenSomething();
        Assert.Equal(("c2", Due + Duration.FromMinutes(121)), (handedOn.Only().Collector, handedOn.State.Wake));

        var waits = handedOn.After(2).When(new NoteShift(Code, News(2), "c2", false, 2)).Then(
            new CollectorWentOffShift(Code, Stamp(2), "c2", 2),
            new TaskWaitsInGrid(Code, Stamp(2), Offer(), "c2") { Schedule = new GridSchedule(null) });
        Assert.Null(waits.Only().Collector);
    }

    [Theory]
    [InlineData("P2")]
    [InlineData(null)]
    public void Who_gets_another_beat_while_on_shift_leaves_with_whatever_comes_next(string? beat)
    {
        var given = With("c1", "c2").When(Offered(Offer(), ("c1", 0), ("c2", 10))).ThenSomething();
        var rest = GridSamples.City.Collectors.Where(c => c.Key != "c1");
        var moved = GridSamples.City with
        {
            Collectors = rest.Concat(beat is null ? [] : [KeyValuePair.Create("c1", GridSamples.City.Collectors["c1"] with { PatrolGrids = [beat] })])
                .ToDictionary(),
        };
        var today = new Scenario<Grid, GridCommand, GridEvent>(new GridDecider(moved), given.State, Start + Duration.FromMinutes(1));

        var next = today.When(Offered(Offer(number: 2), ("c1", 0), ("c2", 10))).ThenSomething();

        Assert.Equal(["c2"], next.State.OnShift);
        Assert.Equal(["c2", "c2"], next.State.Tasks.Select(t => t.Collector));
        next.When(new NoteShift(Code, News(2), "c2", false, 2)).ThenSomething();
        next.When(new ReachTaskLimit(Code, News(2))).Then();
    }

    [Fact]
    public void Its_limit_hands_it_on_and_not_a_second_before()
    {
        var given = With("c1", "c2").When(Offered(Offer(), ("c1", 0), ("c2", 10))).ThenSomething();
        var reach = new ReachTaskLimit(Code, News(LimitMinutes)) { Seen = Seen(("c1", 0), ("c2", 10)) };

        given.At(Due - Duration.FromSeconds(1)).When(reach).Then();

        var handedOn = given.At(Due + Duration.FromSeconds(7)).When(reach).ThenSomething();
        Assert.Equal("c2", handedOn.Only().Collector);
        Assert.True(handedOn.State.Wake > Due);
    }

    [Fact]
    public void It_goes_to_one_who_has_not_had_it_before_it_comes_back()
    {
        var grid = With("c1", "c2", "c3").When(Offered(Offer(), ("c1", 0), ("c2", 10), ("c3", 20))).ThenSomething();
        List<string?> hands = [grid.Only().Collector];
        while (hands.Count < 4 && grid.State.Wake is { } wake)
        {
            grid = grid.At(wake)
                .When(new ReachTaskLimit(Code, News()) { Seen = Seen(("c1", 0), ("c2", 10), ("c3", 20)) }).ThenSomething();
            hands.Add(grid.Only().Collector);
        }

        Assert.Equal(["c1", "c2", "c3", "c1"], hands);
    }

    [Fact]
    public void Past_its_limit_with_nobody_else_there_it_stays_until_someone_comes()
    {
        var given = With("c1").When(Offered(Offer())).ThenSomething();

        var overdue = given.At(Due).When(new ReachTaskLimit(Code, News())).ThenSomething();
        Assert.Equal(("c1", true, null), (overdue.Only().Collector, overdue.Only().IsOverdue, overdue.State.Wake));
        overdue.After(600).When(new ReachTaskLimit(Code, News())).Then();

        var later = overdue.After(125).When(new NoteShift(Code, News(125), "c2", true, 125)).ThenSomething();
        Assert.Equal(("c2", false), (later.Only().Collector, later.Only().IsOverdue));
    }

    [Fact]
    public void No_news_overtake_a_limit_that_has_passed()
    {
        var given = With("c1").When(Offered(Offer())).ThenSomething();

        // At the same moment the limit has run out and c2 comes: the limit first, so c2 gets what is overdue.
        var events = given.At(Due).When(new NoteShift(Code, News(121), "c2", true, 121)).Events;

        Assert.Collection(
            events,
            e => Assert.Equal((Due, "c1"), (e.Stamp.ObservedAt, Assert.IsType<TaskOverdueInGrid>(e).Collector)),
            e => Assert.IsType<CollectorCameOnShift>(e),
            e => Assert.Equal(("c1", "c2"), (Assert.IsType<TaskGivenInGrid>(e).From, ((TaskGivenInGrid)e).Collector)));
    }

    [Fact]
    public void What_only_its_reporter_was_there_for_goes_to_the_first_other_who_comes()
    {
        var own = With("c1").When(Offered(Offer(TaskKind.Inspection, reporter: "c1"))).ThenSomething();
        Assert.Equal("c1", own.Only().Collector);

        var other = own.After(1).When(new NoteShift(Code, News(1), "c2", true, 1)).ThenSomething();
        Assert.Equal("c2", other.Only().Collector);

        // And it does not go back to the reporter while the other is on shift, however late that one is.
        var overdue = other.At(Due + Duration.FromHours(5)).When(new ReachTaskLimit(Code, News())).ThenSomething();
        Assert.Equal(("c2", true), (overdue.Only().Collector, overdue.Only().IsOverdue));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_ends_when_it_is_answered_or_withdrawn(bool answered)
    {
        var given = With("c1").When(Offered(Offer())).ThenSomething();
        GridCommand end = answered ? new NoteTaskAnswered(Code, News(), Offer().Id) : new WithdrawTask(Code, News(), Offer().Id);

        var ended = given.When(end).Then(
            new TaskEndedInGrid(Code, Stamp(), Offer().Id, "c1", answered) { Schedule = new GridSchedule(null) });

        Assert.Empty(ended.State.Tasks);
        ended.When(end).Then();
        ended.At(Due).When(new ReachTaskLimit(Code, News())).Then();
    }

    [Fact]
    public void What_waits_can_be_withdrawn_too() => Empty
        .When(Offered(Offer())).ThenSomething()
        .When(new WithdrawTask(Code, News(), Offer().Id)).Then(new TaskEndedInGrid(Code, Stamp(), Offer().Id, null, false));

    [Fact]
    public void An_offer_that_comes_again_changes_nothing()
    {
        With("c1").When(Offered(Offer())).ThenSomething().When(Offered(Offer())).Then();
        Empty.When(Offered(Offer())).ThenSomething().When(Offered(Offer())).Then();
    }

    [Fact]
    public void Whatever_happens_everyone_on_shift_is_made_use_of_and_nobody_else()
    {
        var random = new Random(30_428);
        var grid = Empty;
        var minute = 0;
        for (var step = 0; step < 3_000; step++)
        {
            minute += random.Next(0, 40);
            grid = grid.After(minute);
            var outcome = grid.When(Anything(random, minute));
            grid = grid.Given([.. outcome.Events]);

            Assert.All(grid.State.Tasks, task => Check(task, grid.State));
            Assert.Equal(grid.State.Tasks.Min(t => t.Due), grid.State.Wake);
        }
    }

    private static GridCommand Anything(Random random, int minute)
    {
        var collector = $"c{random.Next(4)}";
        var number = random.Next(12);
        var offer = Offer((TaskKind)(number % 2), number, number % 3 == 0 ? "c0" : null, number % 2 == 1 ? "roads" : null);
        GridCommand command = random.Next(6) switch
        {
            0 => new NoteShift(Code, News(minute), collector, random.Next(2) == 0, minute),
            1 => new NoteTaskAnswered(Code, News(minute), offer.Id),
            2 => new ReachTaskLimit(Code, News(minute)),
            3 => new WithdrawTask(Code, News(minute), offer.Id),
            _ => new OfferTask(Code, News(minute), offer),
        };
        return command with { Seen = Seen(("c1", random.Next(900)), ("c2", random.Next(900)), ("c3", random.Next(900))) };
    }

    private static void Check(GridTask task, Grid grid)
    {
        if (task.Collector is not { } collector)
        {
            Assert.Empty(grid.OnShift);
            return;
        }

        Assert.Contains(collector, grid.OnShift);
        Assert.Contains(collector, task.Had);
        Assert.True(collector != task.Offer.Reporter || grid.OnShift.Count == 1);
    }
}
