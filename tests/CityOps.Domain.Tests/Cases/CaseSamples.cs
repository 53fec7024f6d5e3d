using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using CityOps.Domain.Tests.Deadlines;
using NodaTime;

namespace CityOps.Domain.Tests.Cases;

/// <summary>A small city and a case in each of its stages.</summary>
internal static class CaseSamples
{
    public static Instant Start { get; } = Instant.FromUtc(2026, 3, 2, 1, 0);

    public static Name Name { get; } = new("名", "name");

    public static TimeLimit Limit { get; } = new(2, LimitClock.WorkingHours);

    public static CityConfiguration City { get; } = Cities.Empty with
    {
        Jurisdictions = new Jurisdiction[]
        {
            new("3601", Name, JurisdictionLevel.City, null),
            new("360102", Name, JurisdictionLevel.District, "3601"),
            new("360102001", Name, JurisdictionLevel.Street, "360102"),
            new("360103", Name, JurisdictionLevel.District, "3601"),
        }.ToDictionary(j => j.Code),
        Departments = new Department[]
        {
            new("roads", Name, "360102", []), new("lights", Name, "360102", []), new("far", Name, "360103", []),
            new("water", Name, "3601", []),
        }.ToDictionary(d => d.Id),
        Categories = new Category[]
        {
            new("0113", CategoryKind.Incident, Name, true,
                [new("1", Name, Limit, Name), new("2", Name, new TimeLimit(1, LimitClock.NaturalDays), Name)]),
            new("0137", CategoryKind.Component, Name, true, [new("1", Name, Limit, Name)]),
        }.ToDictionary(c => (c.Kind, c.Code)),
        Calendars = new CalendarBook(Calendars.Standard),
    };

    public static CaseDecider Decider { get; } = new(City);

    public static Report LooseCover { get; } = new(
        Channel.Collector, "m-1", Start, GeoPoint.At(latitude: 28.6, longitude: 115.8), "360102001001001", "P1",
        CategoryKind.Incident, "0113")
    {
        Condition = "1",
    };

    public static CaseId Id { get; } = CaseId.Of(new LocalDate(2026, 3, 2), Channel.Collector, "m-1");

    public static CaseId Another { get; } = CaseId.Of(new LocalDate(2026, 3, 2), Channel.Hotline, "m-2");

    public static Filing AsFiled { get; } = new(CategoryKind.Incident, "0113", "1", Limit);

    /// <summary>Everybody at once, of no department, for the whole city.</summary>
    public static Actor Anyone { get; } = new("anyone", (Roles)511);

    /// <summary>Somebody else who may do anything, so that what they ask for can be decided.</summary>
    public static Actor Asker { get; } = new("asker", (Roles)511);

    public static Actor Collector { get; } = new("col-1", Roles.Collector);

    public static Scenario<Case, CaseCommand, CaseEvent> Nothing { get; } = new(Decider, Start);

    public static Scenario<Case, CaseCommand, CaseEvent> JustReported { get; } = Nothing.Done(Report(LooseCover));

    /// <summary>A case that came to the stage by the usual way.</summary>
    public static Scenario<Case, CaseCommand, CaseEvent> In(Stage stage) => stage switch
    {
        Stage.Reported => JustReported,
        Stage.Verifying => In(Stage.Reported).Done(Command(CaseAct.Verify)),
        Stage.Filed => In(Stage.Reported).Done(Command(CaseAct.File)),
        Stage.Dispatched => In(Stage.Filed).Done(Command(CaseAct.Dispatch)),
        Stage.Returned => In(Stage.Dispatched).Done(Command(CaseAct.Return)),
        Stage.Disputed => In(Stage.Returned).Done(Command(CaseAct.Dispute)),
        Stage.Handling => In(Stage.Dispatched).Done(Command(CaseAct.Accept)),
        Stage.Suspended => In(Stage.Handling).Done(Command(CaseAct.Suspend), Command(CaseAct.ApproveSuspension, Anyone)),
        Stage.Handled => In(Stage.Handling).Done(Command(CaseAct.Handled)),
        Stage.Inspecting => In(Stage.Handled).Done(Command(CaseAct.Inspect)),
        Stage.Closed => Ready(Stage.Inspecting, CaseAct.Close).Done(Command(CaseAct.Close)),
        Stage.Refused => In(Stage.Reported).Done(Command(CaseAct.Refuse)),
        Stage.Cancelled => In(Stage.Reported).Done(Command(CaseAct.Cancel)),
        Stage.Merged => In(Stage.Reported).Done(Command(CaseAct.Merge)),
        _ => throw new ArgumentOutOfRangeException(nameof(stage)),
    };

    /// <summary>A case in the stage with all that the act needs beside it.</summary>
    public static Scenario<Case, CaseCommand, CaseEvent> Ready(Stage stage, CaseAct act) => (stage, act) switch
    {
        (Stage.Handling, CaseAct.ApproveExtension or CaseAct.RejectExtension) => In(stage).Done(Command(CaseAct.Extend)),
        (Stage.Handling, CaseAct.ApproveSuspension or CaseAct.RejectSuspension) => In(stage).Done(Command(CaseAct.Suspend)),
        (Stage.Disputed, CaseAct.Rule) => In(Stage.Reported).Done(
            Command(CaseAct.File, Asker with { Jurisdiction = "360102" }), Command(CaseAct.Dispatch), Command(CaseAct.Return),
            Command(CaseAct.Dispute)),
        (Stage.Inspecting, CaseAct.Close) => In(stage).Done(Given(stage), Answer(stage, TaskOutcome.Passed)),
        (Stage.Inspecting, CaseAct.Inspect) => In(stage).Done(Given(stage), Answer(stage, TaskOutcome.Unable)),
        (Stage.Closed, CaseAct.Appeal or CaseAct.RuleAppeal) => Late(act),
        _ => In(stage),
    };

    /// <summary>The grid gives the stage's task to the collector.</summary>
    public static NoteTaskGiven Given(Stage stage) => new(Id, By(Asker, $"given-{stage}"), TaskOf(stage), Collector.Id);

    public static AnswerTask Answer(Stage stage, TaskOutcome outcome, string commandId = "answer") =>
        new(Id, new Origin(Collector, Channel.Collector, $"{commandId}-{stage}", Start), TaskOf(stage), outcome, null, [], null);

    public static ReportCase Report(Report report, Actor? by = null) => new(Id, By(by ?? Asker, "report"), report);

    public static CaseActCommand Command(CaseAct act, Actor? by = null, string? commandId = null)
    {
        var origin = By(by ?? Asker, commandId ?? $"{act}");
        return act switch
        {
            CaseAct.Verify => new VerifyCase(Id, origin, null),
            CaseAct.File => new FileCase(Id, origin, null, null, null),
            CaseAct.Refuse => new RefuseCase(Id, origin, "why"),
            CaseAct.Correct => new CorrectCase(Id, origin, null, null, "2", null),
            CaseAct.Merge => new MergeCase(Id, origin, Another, null) { TargetIsOpen = true },
            CaseAct.Dispatch => new DispatchCase(Id, origin, "roads"),
            CaseAct.Accept => new AcceptCase(Id, origin),
            CaseAct.Return => new ReturnCase(Id, origin, "why"),
            CaseAct.Redispatch => new RedispatchCase(Id, origin, "lights", null),
            CaseAct.RejectReturn => new RejectReturn(Id, origin, "why"),
            CaseAct.Dispute => new DisputeCase(Id, origin, "why"),
            CaseAct.Rule => new RuleDispute(Id, origin, "lights", null),
            CaseAct.Extend => new AskExtension(Id, origin, 1, "why"),
            CaseAct.ApproveExtension => new ApproveExtension(Id, origin, null),
            CaseAct.RejectExtension => new RejectExtension(Id, origin, "why"),
            CaseAct.Suspend => new AskSuspension(Id, origin, Start + Duration.FromDays(10), "why"),
            CaseAct.ApproveSuspension => new ApproveSuspension(Id, origin, null),
            CaseAct.RejectSuspension => new RejectSuspension(Id, origin, "why"),
            CaseAct.Resume => new ResumeCase(Id, origin, null),
            CaseAct.Handled => new ReportHandled(Id, origin, "done", []),
            CaseAct.Inspect => new InspectCase(Id, origin),
            CaseAct.Close => new CloseCase(Id, origin, "note", Forced: true),
            CaseAct.Rework => new ReworkCase(Id, origin, "why"),
            CaseAct.Reopen => new ReopenCase(Id, origin, "why"),
            CaseAct.Cancel => new CancelCase(Id, origin, "why"),
            CaseAct.Urge => new UrgeCase(Id, origin, null),
            CaseAct.Supervise => new SuperviseCase(Id, origin, null),
            CaseAct.Appeal => new AppealCase(Id, origin, "why"),
            CaseAct.RuleAppeal => new RuleAppeal(Id, origin, true, "why"),
            CaseAct.FollowUp => new FollowUpCase(Id, origin, Satisfaction.Satisfied, null),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
    }

    public static Origin By(Actor actor, string commandId = "new") => new(actor, Channel.Console, commandId, Start);

    public static Stamp Stamp(string commandId) => By(Anyone, commandId).Stamp(Start, "v1");

    private static string TaskOf(Stage stage) =>
        CaseTask.IdOf(Id, stage == Stage.Verifying ? TaskKind.Verification : TaskKind.Inspection, 1);

    /// <summary>Closed, but handled a day after the limit of two working hours.</summary>
    private static Scenario<Case, CaseCommand, CaseEvent> Late(CaseAct act)
    {
        var closed = In(Stage.Handling).At(Start + Duration.FromDays(1))
            .Done(Command(CaseAct.Handled), Command(CaseAct.Close));
        return act == CaseAct.Appeal ? closed : closed.Done(Command(CaseAct.Appeal));
    }
}
