using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using NodaTime;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

public sealed class CaseDeciderTests
{
    private static readonly Actor Lead = new("lead", Roles.ShiftLead);
    private static readonly Actor Roads = new("hand", Roles.Handler, null, "roads");

    [Fact]
    public void A_report_opens_a_case_and_starts_the_filing_clock()
    {
        var reported = Nothing.When(new ReportCase(Id, By(Anyone, "c-0"), LooseCover)).ThenOne<CaseReported>();

        Assert.Equal((Stamp("c-0"), LooseCover, "3601"), (reported.Stamp, reported.Report, reported.Centre));
        var clock = Assert.Single(reported.Schedule?.Clocks ?? []);
        Assert.Equal((ClockStage.File, Start + Duration.FromMinutes(15)), (clock.Stage, clock.Due));
    }

    [Fact]
    public void An_event_keeps_the_time_of_the_decision_and_the_policy()
    {
        var later = Start + Duration.FromHours(1);

        var accepted = In(Stage.Dispatched).At(later).When(Command(CaseAct.Accept, Anyone)).ThenOne<CaseAccepted>();

        Assert.Equal(new Stamp(later, Start, Anyone, Channel.Console, "Accept", "v1"), accepted.Stamp);
    }

    [Fact]
    public void The_same_report_again_changes_nothing_in_any_stage()
    {
        foreach (var stage in Stages.All)
        {
            In(stage).When(new ReportCase(Id, By(Anyone, "other"), LooseCover)).Then();
        }
    }

    [Fact]
    public void Another_sources_report_finds_the_id_taken() => In(Stage.Reported)
        .When(new ReportCase(Id, By(Anyone), LooseCover with { Source = "m-2" }))
        .ThenRefused("case.idTaken");

    [Fact]
    public void A_report_under_an_unknown_category_is_refused_with_the_field() => Assert.Equal("category", Nothing
        .When(new ReportCase(Id, By(Anyone), LooseCover with { Category = "9999" }))
        .ThenRefused("case.unknownCategory").Field);

    [Fact]
    public void What_a_collector_put_right_on_the_spot_is_closed_with_a_photo_before_and_after()
    {
        var self = LooseCover with { SelfHandled = true, Photos = ["before", "after"] };

        Assert.IsType<SelfHandled>(Nothing.Done(Report(self)).State);
        Assert.Equal("photos", Nothing.When(Report(self with { Photos = ["one"] })).ThenRefused("case.required").Field);
        Assert.Equal("photos", Nothing.When(Report(self with { Photos = ["one", "one"] })).ThenRefused("case.required").Field);
        Assert.Equal("selfHandled", Nothing.When(Report(self with { Channel = Channel.CitizenApp })).ThenRefused("case.outOfRange").Field);
    }

    [Fact]
    public void Who_is_no_collector_puts_nothing_right_on_the_spot_whatever_channel_they_claim()
    {
        var self = LooseCover with { SelfHandled = true, Photos = ["before", "after"] };

        var refused = Nothing.When(Report(self, new Actor("li", Roles.Citizen))).ThenRefused("case.collectorsOnly");

        Assert.Equal(RejectionKind.Forbidden, refused.Kind);
        Assert.IsType<SelfHandled>(Nothing.Done(Report(self, Collector)).State);
    }

    [Fact]
    public void A_command_that_was_carried_out_changes_nothing_when_it_comes_again()
    {
        foreach (var act in CaseRules.Acts)
        {
            var stage = CaseRules.Table.First(r => r.Act == act).Stages[0];
            Ready(stage, act).Done(Command(act, Anyone, "once")).When(Command(act, Anyone, "once")).Then();
        }
    }

    [Fact]
    public void A_command_id_that_was_used_for_another_act_is_refused() => In(Stage.Filed)
        .When(Command(CaseAct.Dispatch, Asker, "File"))
        .ThenRefused("case.commandIdUsed");

    [Fact]
    public void A_command_of_the_same_id_is_decided_anew_where_the_first_was_refused()
    {
        In(Stage.Filed).When(new DispatchCase(Id, By(Anyone, "again"), "nobody")).ThenRefused("case.unknownDepartment");

        In(Stage.Filed).Done(new DispatchCase(Id, By(Anyone, "again"), "lights"))
            .When(new DispatchCase(Id, By(Anyone, "again"), "lights")).Then();
    }

    [Fact]
    public void The_same_id_of_another_caller_is_another_command() => In(Stage.Filed)
        .When(Command(CaseAct.Dispatch, Anyone, "File"))
        .ThenSomething();

    [Fact]
    public void Filing_takes_what_the_reporter_proposed() =>
        Assert.Equal(AsFiled, In(Stage.Reported).When(new FileCase(Id, By(Lead), null, null, null)).ThenOne<CaseFiled>().Filing);

    [Fact]
    public void Filing_sets_the_category_right_and_takes_its_limit() => Assert.Equal(
        new Filing(CategoryKind.Incident, "0113", "2", new TimeLimit(1, LimitClock.NaturalDays)),
        In(Stage.Reported).When(new FileCase(Id, By(Lead), CategoryKind.Incident, "0113", "2")).ThenOne<CaseFiled>().Filing);

    [Fact]
    public void Filing_under_what_the_catalog_lacks_is_refused_with_the_field()
    {
        Assert.Equal("category", In(Stage.Reported)
            .When(new FileCase(Id, By(Lead), CategoryKind.Component, "0113", "1")).ThenRefused("case.unknownCategory").Field);
        Assert.Equal("condition", In(Stage.Reported)
            .When(new FileCase(Id, By(Lead), null, null, "9")).ThenRefused("case.unknownCondition").Field);
    }

    [Fact]
    public void A_corrected_place_moves_the_case_to_its_new_grid()
    {
        var place = new CasePlace(GeoPoint.At(latitude: 28.7, longitude: 115.9), "360102002001001", "P2");

        var corrected = In(Stage.Filed).When(new CorrectCase(Id, By(Lead), null, null, null, place)).ThenOne<CaseCorrected>();

        Assert.Equal(("P1", "P2", "0113", Limit), (corrected.OldBeat, corrected.Entry.Beat, corrected.Category, corrected.Limit));
    }

    [Fact]
    public void A_corrected_category_needs_a_condition_of_its_own_once_filed()
    {
        var command = new CorrectCase(Id, By(Lead), CategoryKind.Component, "0137", null, null);

        In(Stage.Filed).When(command).ThenRefused("case.unknownCondition");
        var filed = Assert.IsType<Filed>(In(Stage.Filed).Done(command with { Condition = "1" }).State);
        Assert.Equal(("0137", "1"), (filed.Filing.Category, filed.Filing.Condition));
        Assert.Null(In(Stage.Reported).When(command).ThenOne<CaseCorrected>().Condition);
    }

    [Fact]
    public void A_category_that_is_set_right_at_filing_is_told_to_the_grid()
    {
        var right = In(Stage.Reported).When(new FileCase(Id, By(Lead), CategoryKind.Component, "0137", "1")).ThenOne<CaseFiled>();

        Assert.Equal(
            new GridEntry("P1", LooseCover.UnitGrid, CategoryKind.Component, "0137", LooseCover.Place, Start), right.Entry);
        Assert.Null(In(Stage.Reported).When(Command(CaseAct.File)).ThenOne<CaseFiled>().Entry);
    }

    [Fact]
    public void A_case_is_not_merged_into_itself() => In(Stage.Reported)
        .When(new MergeCase(Id, By(Lead), Id, null)).ThenRefused("case.mergedIntoItself");

    [Fact]
    public void A_case_is_merged_into_an_open_one_alone()
    {
        var merge = new MergeCase(Id, By(Lead), Another, null);

        Assert.Equal("into", In(Stage.Filed).When(merge with { TargetIsOpen = false }).ThenRefused("case.noOpenCase").Field);
        Assert.Equal(RejectionKind.Unavailable, In(Stage.Filed).When(merge).ThenRefused("case.targetUnavailable").Kind);
        In(Stage.Filed).When(merge with { TargetIsOpen = true }).ThenSomething();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void A_merge_that_comes_again_is_answered_as_the_first_time_whatever_became_of_the_other_case(bool? targetIsOpen) => In(Stage.Filed)
        .Done(Command(CaseAct.Merge))
        .When(new MergeCase(Id, By(Asker, "Merge"), Another, null) { TargetIsOpen = targetIsOpen })
        .Then();

    [Fact]
    public void Feedback_needs_evidence()
    {
        Assert.Equal("photos", In(Stage.Handling).When(new ReportHandled(Id, By(Roads), " ", [])).ThenRefused("case.required").Field);
        In(Stage.Handling).When(new ReportHandled(Id, By(Roads), null, ["photo"])).ThenSomething();
    }

    [Fact]
    public void A_case_is_closed_after_a_passed_inspection_or_by_a_leader_who_says_why()
    {
        In(Stage.Inspecting).When(new CloseCase(Id, By(Lead), "fine")).ThenRefused("case.notInspected");
        In(Stage.Inspecting).Done(Given(Stage.Inspecting), Answer(Stage.Inspecting, TaskOutcome.Failed))
            .When(new CloseCase(Id, By(Lead), "fine", Forced: true)).ThenRefused("case.notInspected");
        Assert.False(Ready(Stage.Inspecting, CaseAct.Close).When(new CloseCase(Id, By(Lead), null)).ThenOne<CaseClosed>().Forced);

        var leader = new Actor("boss", Roles.Leader);
        Assert.Equal("note", In(Stage.Handling).When(new CloseCase(Id, By(leader), null, true)).ThenRefused("case.required").Field);
        In(Stage.Handling).When(new CloseCase(Id, By(leader), "gone by itself")).ThenRefused("case.notInspected");
        Assert.True(In(Stage.Handling).When(new CloseCase(Id, By(leader), "gone by itself", true)).ThenOne<CaseClosed>().Forced);
    }

    [Theory]
    [InlineData(Stage.Inspecting, "In stage 'inspecting', 'close' is for: shiftLead, leader.")]
    [InlineData(
        Stage.Handling, "In stage 'dispatched', 'returned', 'disputed', 'handling', 'suspended', 'handled', 'close' is for: leader.")]
    public void A_missing_role_is_named_as_callers_spell_it_with_the_stages(Stage stage, string expected) => Assert.Equal(
        expected,
        In(stage).When(new CloseCase(Id, By(new Actor("li", Roles.Acceptor)), "fine")).ThenRefused("case.roleMissing").Message);

    [Theory]
    [InlineData(null, "Category '0137' needs a filing condition, which fixes the time limit. Name one: '1' ")]
    [InlineData("9", "Category '0137' has no filing condition '9'. Name one: '1' ")]
    public void A_condition_that_is_missing_or_unknown_is_answered_with_those_that_are(string? wanted, string expected) =>
        Assert.StartsWith(
            expected,
            In(Stage.Filed).When(new CorrectCase(Id, By(Lead), CategoryKind.Component, "0137", wanted, null))
                .ThenRefused("case.unknownCondition").Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_refusal_says_what_the_stage_allows() => Assert.Contains(
        "'filed' does not allow 'close'; the stage allows to someone: correct, merge, dispatch, cancel, supervise.",
        In(Stage.Filed).When(Command(CaseAct.Close, Anyone)).ThenRefused("case.notPossible").Message,
        StringComparison.Ordinal);

    [Fact]
    public void Counts_and_calls_are_kept()
    {
        var life = In(Stage.Handled).Done(Command(CaseAct.Rework), Command(CaseAct.Urge), Command(CaseAct.Supervise));

        var file = Assert.IsType<Handling>(life.State).File;
        Assert.Equal((1, 1), (file.Counts.Reworks, file.Counts.Urges));
        Assert.Equal([Asker.Id], file.Supervisors);
        Assert.Single(Assert.IsType<Closed>(In(Stage.Closed).Done(Command(CaseAct.FollowUp)).State).File.FollowUps);
    }

    [Fact]
    public void A_reopened_case_is_filed_as_before_and_its_limit_begins_anew()
    {
        var again = In(Stage.Closed).Done(Command(CaseAct.Reopen), Command(CaseAct.Dispatch, Asker, "second"));

        var file = Assert.IsType<Dispatched>(again.State).File;
        Assert.Equal(2, file.ClockOf(ClockStage.Handle)?.Round);
        Assert.Equal(1, file.Counts.Reopenings);
    }

    [Fact]
    public void A_merged_report_is_counted_on_the_case_that_goes_on() => Assert.Equal(1, Assert.IsType<Handling>(
        In(Stage.Handling).Done(new NoteDuplicate(Id, By(Asker, "dup"), Another)).State).File.Counts.Duplicates);

    [Theory]
    [InlineData(Stage.Closed)]
    [InlineData(Stage.Refused)]
    [InlineData(Stage.Cancelled)]
    public void A_case_that_is_not_open_goes_on_for_no_other(Stage stage)
    {
        var declined = In(stage).When(new NoteDuplicate(Id, By(Asker, "dup"), Another));

        Assert.Equal(Another, declined.ThenOne<DuplicateDeclined>().Duplicate);
        Assert.Equal(stage, Assert.IsAssignableFrom<KnownCase>(declined.ThenSomething().State).Stage);
        declined.ThenSomething().When(new NoteDuplicate(Id, By(Asker, "dup"), Another)).Then();
    }

    [Theory]
    [InlineData(Stage.Reported, Stage.Reported, ClockStage.File)]
    [InlineData(Stage.Verifying, Stage.Reported, ClockStage.File)]
    [InlineData(Stage.Filed, Stage.Filed, ClockStage.Dispatch)]
    public void A_merge_that_the_other_case_declines_is_undone(Stage before, Stage after, ClockStage clock)
    {
        var merged = In(before).Done(Command(CaseAct.Merge));
        merged.When(new NoteMergeDeclined(Id, By(Asker, "no"), Id)).Then();

        var undone = merged.When(new NoteMergeDeclined(Id, By(Asker, "no"), Another));

        var told = undone.ThenOne<MergeUndone>();
        Assert.Equal((Another, after, after), (told.Into, told.Stage, CaseEvolution.StageAfter(told)));
        Assert.Equal(("P1", "0113", Start), (told.Entry.Beat, told.Entry.Category, told.Entry.ReportedAt));
        var again = Assert.IsAssignableFrom<KnownCase>(undone.ThenSomething().State);
        Assert.Equal(after, again.Stage);
        Assert.True(again.File.ClockOf(clock)?.IsRunning);
        undone.ThenSomething().When(new NoteMergeDeclined(Id, By(Asker, "twice"), Another)).Then();
    }

    [Fact]
    public void Similar_cases_are_flagged_and_never_merged_by_themselves()
    {
        var flagged = In(Stage.Reported).Done(new NoteSimilar(Id, By(Asker, "sim"), [Another.Value]));

        Assert.Equal([Another.Value], Assert.IsType<Reported>(flagged.State).File.Similar);
        flagged.When(new NoteSimilar(Id, By(Asker, "sim-2"), [Another.Value])).Then();
    }
}
