using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Life;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Tests;

public sealed class ErrandTests
{
    private readonly Errands _errands = new();

    [Fact]
    public void A_collector_walks_to_the_place_before_an_answer_is_due()
    {
        UnitGrid[] grids = [.. Cities.Small.Beats["P1"]];
        var place = UnitGridMap.MiddleOf(grids[^1]);
        var walk = Beat.Walk(grids, new Chance(1), _errands.Next);
        _errands.Hear(Command("1", "T1", place));

        Errand? arrived = null;
        for (var step = 0; arrived is null && step < 10_000; step++)
        {
            walk.Advance(Duration.FromSeconds(1));
            arrived = _errands.Arrived();
        }

        Assert.Equal(new Errand("T1", true, place), arrived);
        Assert.True(walk.Now.Place.DistanceTo(place) < Length.FromMetres(2));
        Assert.Null(_errands.Arrived());
    }

    [Fact]
    public void A_command_that_comes_again_counts_once()
    {
        _errands.Hear(Command("1", "T1", default));
        _errands.Hear(Command("1", "T1", default));

        Assert.NotNull(_errands.Next());
        Assert.Null(_errands.Next());
    }

    [Fact]
    public void What_is_withdrawn_is_not_looked_at()
    {
        _errands.Hear(Command("1", "T1", default));
        _errands.Hear(Command("2", "T2", default));
        _errands.Next();
        _errands.Hear(new CommandMessage("3", "message", "T1", null, null));
        _errands.Hear(new CommandMessage("4", "message", "T2", null, null));

        Assert.Null(_errands.Next());
        Assert.Null(_errands.Arrived());
    }

    [Fact]
    public void Whoever_goes_off_shift_leaves_it_to_others()
    {
        _errands.Hear(Command("1", "T1", default));
        _errands.GiveUp();

        Assert.Null(_errands.Next());
    }

    [Theory]
    [InlineData(true, 0.5, "passed", "close")]
    [InlineData(true, 0.95, "failed", "rework")]
    [InlineData(true, 0.99, "unable", "inspect")]
    [InlineData(false, 0.5, "confirmed", "file")]
    [InlineData(false, 0.9, "notFound", "refuse")]
    [InlineData(false, 0.99, "unable", "file")]
    public void What_is_found_decides_what_comes_next(bool inspection, double luck, string outcome, string act)
    {
        Assert.Equal(outcome, new Errand("T1", inspection, default).Found(luck));
        Assert.Equal(act, CaseRoute.After(inspection ? "inspecting" : "verifying", outcome)?.Act);
    }

    private static CommandMessage Command(string id, string task, GeoPoint place) =>
        new(id, "inspect", task, place.Longitude, place.Latitude);
}
