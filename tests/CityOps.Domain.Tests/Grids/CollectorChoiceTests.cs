using CityOps.Domain.Cases;
using CityOps.Domain.Grids;
using static CityOps.Domain.Tests.Grids.GridSamples;

namespace CityOps.Domain.Tests.Grids;

/// <summary>Who gets a task.</summary>
public sealed class CollectorChoiceTests
{
    [Fact]
    public void Whoever_is_nearest() =>
        Assert.Equal("c2", With("c1", "c2", "c3").When(Offered(Offer(), ("c1", 300), ("c2", 200), ("c3", 250))).ThenSomething().Only().Collector);

    [Theory]
    [InlineData(499, "c2")]
    [InlineData(501, "c1")]
    public void A_task_in_hand_counts_as_much_as_five_hundred_metres(double furtherAway, string chosen)
    {
        var busy = With("c1", "c2").When(Offered(Offer(number: 1), ("c1", 0), ("c2", 100))).ThenSomething();

        var next = busy.When(Offered(Offer(number: 2), ("c1", 200), ("c2", 200 + furtherAway))).ThenSomething();

        Assert.Equal(["c1", chosen], next.State.Tasks.Select(t => t.Collector));
    }

    [Fact]
    public void Of_two_at_the_same_place_the_one_with_less_in_hand_and_then_the_lesser_id()
    {
        var three = With("c2", "c1")
            .When(Offered(Offer(number: 1), ("c1", 10), ("c2", 10))).ThenSomething()
            .When(Offered(Offer(number: 2), ("c1", 10), ("c2", 10))).ThenSomething()
            .When(Offered(Offer(number: 3), ("c1", 10), ("c2", 10))).ThenSomething();

        Assert.Equal(["c1", "c2", "c1"], three.State.Tasks.Select(t => t.Collector));
    }

    [Fact]
    public void Whoever_was_not_seen_here_comes_last()
    {
        var one = With("c1", "c2").When(Offered(Offer(), ("c2", 5_000))).ThenSomething();
        Assert.Equal("c2", one.Only().Collector);

        Assert.Equal("c1", With("c1").When(Offered(Offer())).ThenSomething().Only().Collector);
    }

    [Theory]
    [InlineData(TaskKind.Verification)]
    [InlineData(TaskKind.Inspection)]
    public void Not_the_reporter_while_another_is_on_shift_however_far(TaskKind kind)
    {
        var offered = Offered(Offer(kind, reporter: "c1"), ("c1", 0), ("c2", 3_000));

        Assert.Equal("c2", With("c1", "c2").When(offered).ThenSomething().Only().Collector);
        Assert.Equal("c1", With("c1").When(offered).ThenSomething().Only().Collector);
    }

    [Fact]
    public void Not_the_same_pair_of_collector_and_department_for_every_inspection()
    {
        var grid = With("c1", "c2");
        List<string?> chosen = [];
        for (var number = 1; number <= 4; number++)
        {
            var offer = Offer(TaskKind.Inspection, number, department: "roads");
            grid = grid.When(Offered(offer, ("c1", 0), ("c2", 400))).ThenSomething();
            chosen.Add(grid.State.Tasks[^1].Collector);
            grid = grid.When(new NoteTaskAnswered(Code, News(), offer.Id)).ThenSomething();
        }

        Assert.Equal(["c1", "c2", "c1", "c2"], chosen);
        var other = grid.When(Offered(Offer(TaskKind.Inspection, 5, department: "lights"), ("c1", 400), ("c2", 0))).ThenSomething();
        Assert.Equal("c2", other.Only().Collector);
        var alone = grid.When(new NoteShift(Code, News(1), "c2", false, 1)).ThenSomething();
        foreach (var number in new[] { 6, 7 })
        {
            alone = alone.When(Offered(Offer(TaskKind.Inspection, number, department: "roads"))).ThenSomething();
            Assert.Equal("c1", alone.State.Tasks[^1].Collector);
        }
    }

    [Fact]
    public void A_verification_has_no_department_to_agree_with()
    {
        var first = With("c1", "c2").When(Offered(Offer(number: 1), ("c1", 0), ("c2", 400))).ThenSomething();
        var second = first.When(new NoteTaskAnswered(Code, News(), Offer(number: 1).Id)).ThenSomething()
            .When(Offered(Offer(number: 2), ("c1", 0), ("c2", 400))).ThenSomething();

        Assert.Equal("c1", second.Only().Collector);
    }
}
