using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>A case of the department of roads, which the city has no more.</summary>
public sealed class LostDepartmentTests
{
    private static readonly Actor Dispatcher = new("disp", Roles.Dispatcher, "3601");

    private static readonly CityConfiguration Today = CaseSamples.City with
    {
        Version = "v2",
        Departments = CaseSamples.City.Departments.Where(d => d.Key != "roads").ToDictionary(d => d.Key, d => d.Value),
    };

    private static readonly CaseDecider Rules = new(Today);

    [Theory]
    [InlineData(Stage.Dispatched)]
    [InlineData(Stage.Handling)]
    public void A_dispatcher_gives_it_to_another_department(Stage stage)
    {
        var later = Start + Duration.FromMinutes(30);
        var before = (FiledCase)In(stage).State;

        var outcome = Of(stage).At(later).When(Command(CaseAct.Redispatch, Dispatcher));

        Assert.Equal([typeof(CaseReturned), typeof(CaseRedispatched)], outcome.Events.Select(e => e.GetType()));
        var after = Assert.IsType<Dispatched>(outcome.ThenSomething().State);
        Assert.Equal(("lights", 1), (after.Assignment.Department, after.File.Counts.Returns));
        Assert.Equal(before.File.ClockOf(ClockStage.Handle)?.Due, after.File.ClockOf(ClockStage.Handle)?.Due);
        Assert.Equal((2, later), (after.File.ClockOf(ClockStage.Accept)?.Round, after.File.ClockOf(ClockStage.Accept)?.Run.StartedAt));
    }

    [Fact]
    public void The_same_command_again_is_answered_as_the_first_time() => Of(Stage.Handling)
        .Done(Command(CaseAct.Redispatch, Dispatcher)).When(Command(CaseAct.Redispatch, Dispatcher)).Then();

    [Theory]
    [InlineData(Stage.Dispatched, true)]
    [InlineData(Stage.Handling, true)]
    [InlineData(Stage.Suspended, false)]
    [InlineData(Stage.Handled, false)]
    public void What_a_view_allows_is_what_the_dispatcher_may_do(Stage stage, bool allowed)
    {
        var state = In(stage).State;

        Assert.Equal(allowed, CaseView.Of(state, 1, Dispatcher, Today, Start)?.Allowed.Contains(CaseAct.Redispatch));
        Assert.Equal(allowed, Rules.Decide(state, Command(CaseAct.Redispatch, Dispatcher), Start) is Decision<CaseEvent>.Accepted);
        Assert.False(CaseView.Of(state, 1, Dispatcher, CaseSamples.City, Start)?.Allowed.Contains(CaseAct.Redispatch));
        Assert.False(CaseView.Of(state, 1, Dispatcher with { Jurisdiction = "360103" }, Today, Start)?.Allowed.Contains(CaseAct.Redispatch));
    }

    [Fact]
    public void It_goes_to_a_department_that_there_is() => Of(Stage.Handling)
        .When(new RedispatchCase(Id, By(Dispatcher), "roads", null)).ThenRefused("case.unknownDepartment");

    [Fact]
    public void Who_has_it_while_the_department_is_there_keeps_it() => In(Stage.Handling)
        .When(Command(CaseAct.Redispatch, Dispatcher)).ThenRefused("case.notPossible");

    private static Scenario<Case, CaseCommand, CaseEvent> Of(Stage stage) => new(Rules, In(stage).State, Start);
}
