using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using NodaTime;

namespace CityOps.Domain.Tests.Grids;

public sealed class GridDeciderTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);
    private static readonly Origin Feed = new(new Actor("feed", Roles.System), Channel.System, "case-1:1", Start);
    private static readonly Stamp Stamp = Feed.Stamp(Start, "v1");
    private static readonly OpenCase Open = new(
        "360102001001001", CategoryKind.Incident, "0113", GeoPoint.At(latitude: 28.6, longitude: 115.8));

    private static readonly Scenario<Grid, GridCommand, GridEvent> Empty = new(new GridDecider(GridSamples.City), Start);

    [Fact]
    public void A_grid_knows_its_open_cases()
    {
        var opened = Empty.When(new NoteCaseOpened("P1", Feed, "case-1", Open))
            .Then(new CaseOpenedInGrid("P1", Stamp, "case-1", Open));
        Assert.Equal(Open, opened.State.OpenCases["case-1"]);

        var closed = opened.When(new NoteCaseClosed("P1", Feed, "case-1"))
            .Then(new CaseClosedInGrid("P1", Stamp, "case-1"));
        Assert.Empty(closed.State.OpenCases);
    }

    [Fact]
    public void News_that_come_again_change_nothing()
    {
        var opened = Empty.Given(new CaseOpenedInGrid("P1", Stamp, "case-1", Open));

        opened.When(new NoteCaseOpened("P1", Feed, "case-1", Open)).Then();
        Empty.When(new NoteCaseClosed("P1", Feed, "case-1")).Then();
        Empty.When(new NoteShift("P1", Feed, "c1", false, 1)).Then();
        Empty.Given(new CollectorCameOnShift("P1", Stamp, "c1")).When(new NoteShift("P1", Feed, "c1", true, 1)).Then();
    }

    [Fact]
    public void An_older_change_of_shift_that_comes_again_does_not_undo_a_newer_one()
    {
        var gone = Empty
            .When(new NoteShift("P1", Feed, "c1", true, 1)).ThenSomething()
            .When(new NoteShift("P1", Feed, "c1", false, 2)).ThenSomething();

        gone.When(new NoteShift("P1", Feed, "c1", true, 1)).Then();
        gone.When(new NoteShift("P1", Feed, "c1", true, 3)).ThenSomething();
    }

    [Fact]
    public void A_grid_knows_who_is_on_shift()
    {
        var on = Empty.When(new NoteShift("P1", Feed, "c1", true, 1)).Then(new CollectorCameOnShift("P1", Stamp, "c1", 1));
        Assert.Equal(["c1"], on.State.OnShift);

        var off = on.When(new NoteShift("P1", Feed, "c1", false, 2)).Then(new CollectorWentOffShift("P1", Stamp, "c1", 2));
        Assert.Empty(off.State.OnShift);
    }
}
