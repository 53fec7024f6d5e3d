using CityOps.Domain.Cases;
using CityOps.Domain.City;
using NetTopologySuite.Geometries;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>A case of P1 whose unit grid belongs to P2 by now.</summary>
public sealed class RegroupedBeatTests
{
    private static readonly Polygon Boundary = new(new LinearRing(
        [new Coordinate(115, 28), new Coordinate(116, 28), new Coordinate(116, 29), new Coordinate(115, 28)]));

    private static readonly CaseDecider Regrouped = new(CaseSamples.City with
    {
        UnitGrids = new Dictionary<string, UnitGrid>
        {
            [LooseCover.UnitGrid] = new(LooseCover.UnitGrid, Boundary, "P2"),
        },
    });

    [Fact]
    public void A_task_goes_to_the_grid_that_has_the_place_today()
    {
        Assert.Equal("P2", Today(Stage.Reported).When(Command(CaseAct.Verify)).ThenOne<VerificationAsked>().Task.Beat);
        Assert.Equal("P2", Today(Stage.Handled).When(Command(CaseAct.Inspect)).ThenOne<InspectionBegun>().Task?.Beat);
    }

    [Fact]
    public void The_grid_that_has_the_task_hears_of_its_end()
    {
        var inspecting = Today(Stage.Handled).Done(Command(CaseAct.Inspect), Given(Stage.Inspecting));

        Assert.Equal(
            new VoidTask("P2", $"{Id}-i1"), inspecting.When(Command(CaseAct.Rework)).ThenOne<CaseReworked>().Void);
        Assert.Equal("P2", inspecting.When(Answer(Stage.Inspecting, TaskOutcome.Passed)).ThenOne<TaskAnswered>().Beat);
    }

    [Fact]
    public void So_does_the_old_one_of_a_task_that_it_has_still()
    {
        var inspecting = Today(Stage.Inspecting);

        Assert.Equal(
            new VoidTask("P1", $"{Id}-i1"), inspecting.When(Command(CaseAct.Rework)).ThenOne<CaseReworked>().Void);
        Assert.Equal("P1", inspecting.When(Command(CaseAct.Close)).ThenOne<CaseClosed>().Beat);
    }

    private static Scenario<Case, CaseCommand, CaseEvent> Today(Stage stage) => new(Regrouped, In(stage).State, Start);
}
