using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>A case that goes on without the answer to its task says so, so that the grid takes the task back.</summary>
public sealed class VoidTaskTests
{
    [Theory]
    [InlineData(Stage.Verifying, CaseAct.File)]
    [InlineData(Stage.Verifying, CaseAct.Refuse)]
    [InlineData(Stage.Verifying, CaseAct.Cancel)]
    [InlineData(Stage.Verifying, CaseAct.Merge)]
    [InlineData(Stage.Inspecting, CaseAct.Rework)]
    [InlineData(Stage.Inspecting, CaseAct.Cancel)]
    public void An_act_that_leads_on_makes_the_task_void(Stage stage, CaseAct act)
    {
        var outcome = In(stage).Done(Given(stage)).When(Command(act, Asker, "on"));

        var last = outcome.Events[^1];
        Assert.Equal(new VoidTask("P1", $"{Id}-{(stage == Stage.Verifying ? "v1" : "i1")}"), last.Void);
        Assert.Null(FileAfter(stage, last).PendingTask);
        Assert.Equal(last.Stamp.At, FileAfter(stage, last).Tasks[^1].WithdrawnAt);
    }

    [Theory]
    [InlineData(Stage.Verifying, TaskOutcome.Confirmed)]
    [InlineData(Stage.Inspecting, TaskOutcome.Failed)]
    public void An_answer_does_not(Stage stage, TaskOutcome outcome) =>
        Assert.Null(Assert.Single(In(stage).Done(Given(stage)).When(Answer(stage, outcome)).Events).Void);

    [Theory]
    [InlineData(Stage.Verifying, CaseAct.Supervise)]
    [InlineData(Stage.Inspecting, CaseAct.Urge)]
    public void Nor_does_an_act_that_leaves_the_case_waiting(Stage stage, CaseAct act) =>
        Assert.Null(Assert.Single(In(stage).When(Command(act, Asker, "on")).Events).Void);

    [Fact]
    public void A_verification_of_a_case_that_is_moved_begins_anew_at_the_right_place()
    {
        var place = new CasePlace(GeoPoint.At(latitude: 28.7, longitude: 115.9), "360102001001009", "P9");

        var moved = In(Stage.Verifying).Done(Given(Stage.Verifying))
            .When(new CorrectCase(Id, By(Asker, "moved"), null, null, null, place)).ThenOne<CaseCorrected>();

        Assert.Equal(new VoidTask("P1", $"{Id}-v1"), moved.Void);
        Assert.Equal(
            ($"{Id}-v2", "P9", "360102001001009", place.Point),
            (moved.Task?.Id, moved.Task?.Beat, moved.Task?.UnitGrid, moved.Task?.Place));
        Assert.Equal($"{Id}-v2", FileAfter(Stage.Verifying, moved).PendingTask?.Id);
    }

    [Fact]
    public void A_verification_of_a_case_whose_category_is_set_right_goes_on()
    {
        var corrected = In(Stage.Verifying)
            .When(new CorrectCase(Id, By(Asker, "right"), null, "0113", "2", null)).ThenOne<CaseCorrected>();

        Assert.Null(corrected.Void);
        Assert.Null(corrected.Task);
    }

    [Fact]
    public void A_task_that_waits_in_the_grid_again_is_in_nobodys_hands()
    {
        var waits = In(Stage.Verifying).Done(Given(Stage.Verifying))
            .Done(Given(Stage.Verifying) with { Origin = By(Asker, "waits"), Collector = null });

        Assert.Null(Assert.IsType<Verifying>(waits.State).File.PendingTask?.Collector);
        waits.When(Answer(Stage.Verifying, TaskOutcome.Confirmed)).ThenRefused("task.othersTask");
    }

    private static CaseFile FileAfter(Stage stage, CaseEvent last) =>
        Assert.IsAssignableFrom<KnownCase>(In(stage).Done(Given(stage)).Given(last).State).File;
}
