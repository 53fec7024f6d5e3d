using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using NodaTime;
using static CityOps.Domain.Tests.Grids.GridSamples;

namespace CityOps.Domain.Tests.Grids;

/// <summary>Which open cases may be the same problem: same subclass, near in place and time.</summary>
public sealed class SimilarityTests
{
    [Theory]
    [InlineData(49.9, 0, true)]
    [InlineData(50.1, 0, false)]
    [InlineData(0, 24 * 60, true)]
    [InlineData(0, -24 * 60, true)]
    [InlineData(0, (24 * 60) + 1, false)]
    [InlineData(0, (-24 * 60) - 1, false)]
    public void Fifty_metres_and_a_day_by_default(double metres, int minutes, bool similar) => Assert.Equal(
        similar ? ["case-1"] : null,
        SimilarTo(Opened(metres, minutes), ("case-1", Opened(0, 0))));

    [Theory]
    [InlineData(4.9, 60, true)]
    [InlineData(5.1, 0, false)]
    [InlineData(0, 61, false)]
    public void A_subclass_may_have_its_own_radius_and_time(double metres, int minutes, bool similar) => Assert.Equal(
        similar ? ["lamp"] : null,
        SimilarTo(Lamp(metres, minutes), ("lamp", Lamp(0, 0))));

    [Fact]
    public void Another_subclass_is_another_problem()
    {
        Assert.Null(SimilarTo(Opened(0, 0), ("lamp", Lamp(0, 0))));
        Assert.Null(SimilarTo(Opened(0, 0), ("other", Opened(0, 0) with { Category = "0114" })));
        Assert.Null(SimilarTo(Opened(0, 0), ("other", Opened(0, 0) with { Kind = CategoryKind.Component })));
    }

    [Fact]
    public void All_candidates_are_named_nearest_first() => Assert.Equal(
        ["near", "far-a", "far-b"],
        SimilarTo(Opened(0, 0), ("far-b", Opened(40, 5)), ("far-a", Opened(40, 0)), ("near", Opened(-3, 0)), ("no", Opened(60, 0))));

    [Fact]
    public void Of_many_candidates_the_ten_nearest_are_named() => Assert.Equal(
        Enumerable.Range(0, 10).Select(i => $"case-{i}"),
        SimilarTo(Opened(0, 0), [.. Enumerable.Range(0, 15).Select(i => ($"case-{i}", Opened(i, 0)))]));

    [Fact]
    public void A_case_that_is_closed_or_older_than_the_rule_is_no_candidate()
    {
        Assert.Null(SimilarTo(Opened(0, 0), ("old", Opened(0, 0) with { ReportedAt = null })));
        var closed = Empty
            .Given(new CaseOpenedInGrid(Code, Stamp(), "case-1", Opened(0, 0)), new CaseClosedInGrid(Code, Stamp(), "case-1"))
            .When(new NoteCaseOpened(Code, News(), "case-2", Opened(0, 0)));
        closed.Then(new CaseOpenedInGrid(Code, Stamp(), "case-2", Opened(0, 0)));
    }

    [Fact]
    public void A_case_that_is_set_right_is_compared_anew_but_not_with_itself()
    {
        var both = Empty.Given(
            new CaseOpenedInGrid(Code, Stamp(), "case-1", Opened(0, 0)), new CaseOpenedInGrid(Code, Stamp(), "case-2", Lamp(0, 0)));

        var events = both.When(new NoteCaseOpened(Code, News(), "case-2", Opened(1, 0))).Events;

        Assert.Equal(["case-1"], Assert.IsType<CaseOpenedInGrid>(Assert.Single(events)).Similar);
    }

    private static IReadOnlyList<string>? SimilarTo(OpenCase opened, params (string Id, OpenCase Case)[] others)
    {
        var grid = Empty.Given([.. others.Select(o => new CaseOpenedInGrid(Code, Stamp(), o.Id, o.Case))]);
        var events = grid.When(new NoteCaseOpened(Code, News(), "new", opened)).Events;
        return Assert.IsType<CaseOpenedInGrid>(Assert.Single(events)).Similar;
    }

    private static OpenCase Opened(double metres, int minutes) => new(
        "360102001001001", CategoryKind.Incident, "0113", North(metres), Start + Duration.FromMinutes(minutes));

    private static OpenCase Lamp(double metres, int minutes) =>
        Opened(metres, minutes) with { Kind = CategoryKind.Component, Category = "0137" };
}
