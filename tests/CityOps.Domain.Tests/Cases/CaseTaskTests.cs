using CityOps.Domain.Cases;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>Verification before filing and inspection after handling.</summary>
public sealed class CaseTaskTests
{
    [Theory]
    [InlineData(Stage.Verifying, TaskOutcome.Confirmed, Stage.Reported)]
    [InlineData(Stage.Verifying, TaskOutcome.NotFound, Stage.Reported)]
    [InlineData(Stage.Verifying, TaskOutcome.Unable, Stage.Reported)]
    [InlineData(Stage.Inspecting, TaskOutcome.Passed, Stage.Inspecting)]
    [InlineData(Stage.Inspecting, TaskOutcome.Failed, Stage.Inspecting)]
    [InlineData(Stage.Inspecting, TaskOutcome.Unable, Stage.Inspecting)]
    public void An_answer_leads_on(Stage stage, TaskOutcome outcome, Stage to)
    {
        var answered = In(stage).Done(Given(stage), Answer(stage, outcome));

        var known = Assert.IsAssignableFrom<KnownCase>(answered.State);
        Assert.Equal((to, outcome, Collector.Id), (known.Stage, known.File.Tasks[^1].Outcome, known.File.Tasks[^1].Collector));
        answered.When(Answer(stage, outcome)).Then();
        answered.When(Answer(stage, outcome, "second")).ThenRefused("task.over");
    }

    [Theory]
    [InlineData(Stage.Verifying, TaskOutcome.Passed)]
    [InlineData(Stage.Verifying, TaskOutcome.Failed)]
    [InlineData(Stage.Inspecting, TaskOutcome.Confirmed)]
    [InlineData(Stage.Inspecting, TaskOutcome.NotFound)]
    public void A_verification_is_no_inspection(Stage stage, TaskOutcome outcome) => Assert.Equal(
        "outcome", In(stage).Done(Given(stage)).When(Answer(stage, outcome)).ThenRefused("task.wrongOutcome").Field);

    [Fact]
    public void The_one_who_has_the_task_answers_it()
    {
        In(Stage.Verifying).When(Answer(Stage.Verifying, TaskOutcome.Confirmed)).ThenRefused("task.othersTask");
        In(Stage.Verifying).Done(Given(Stage.Verifying), Given(Stage.Verifying) with { Collector = "col-2", Origin = By(Asker, "on") })
            .When(Answer(Stage.Verifying, TaskOutcome.Confirmed)).ThenRefused("task.othersTask");
    }

    [Fact]
    public void A_task_that_is_not_wanted_any_more_is_over()
    {
        var filed = In(Stage.Verifying).Done(Given(Stage.Verifying), Command(CaseAct.File));

        filed.When(Answer(Stage.Verifying, TaskOutcome.Confirmed)).ThenRefused("task.over");
        In(Stage.Filed).When(Answer(Stage.Verifying, TaskOutcome.Confirmed)).ThenRefused("task.notFound");
        filed.When(Given(Stage.Verifying) with { Origin = By(Asker, "late news") }).Then();
    }

    [Fact]
    public void A_further_inspection_is_asked_for_after_the_first_is_answered()
    {
        In(Stage.Inspecting).When(Command(CaseAct.Inspect, Asker, "again")).ThenRefused("case.taskPending");

        var again = Ready(Stage.Inspecting, CaseAct.Inspect).When(Command(CaseAct.Inspect, Asker, "again")).ThenOne<InspectionBegun>();

        Assert.Equal($"{Id}-i2", again.Task?.Id);
    }

    [Fact]
    public void The_offer_names_reporter_and_department_so_that_the_grid_can_choose_another()
    {
        var byCollector = Nothing.Done(Report(LooseCover with { Reporter = "col-9" })).Done(Command(CaseAct.Verify));
        Assert.Equal("col-9", Assert.IsType<Verifying>(byCollector.State).File.Report.Reporter);

        var offer = In(Stage.Handled).When(Command(CaseAct.Inspect)).ThenOne<InspectionBegun>().Task;

        Assert.Equal(("roads", "P1", TaskKind.Inspection), (offer?.Department, offer?.Beat, offer?.Kind));
    }

    [Theory]
    [InlineData(Roles.Collector, "citizen-7", "someone")]
    [InlineData(Roles.Collector, null, "someone")]
    [InlineData(Roles.Acceptor, "col-9", "col-9")]
    public void Who_reported_is_known_to_the_grid_whatever_the_channel(Roles role, string? named, string reporter)
    {
        var report = LooseCover with { Channel = Channel.Hotline, Reporter = named };

        var asked = Nothing.Done(Report(report, new Actor("someone", role))).When(Command(CaseAct.Verify));

        Assert.Equal(reporter, asked.ThenOne<VerificationAsked>().Task.Reporter);
    }

    [Theory]
    [InlineData("C20260302abcdefghij-v1", true)]
    [InlineData("C20260302abcdefghij", false)]
    [InlineData("-v1", false)]
    [InlineData(null, false)]
    public void A_tasks_id_names_its_case(string? task, bool is_one)
    {
        Assert.Equal(is_one, CaseTask.TryCaseOf(task, out var @case));
        Assert.Equal(is_one, @case.Value == "C20260302abcdefghij");
    }
}
