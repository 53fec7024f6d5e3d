using System.Collections.Immutable;

namespace CityOps.Domain.Cases;

/// <summary>What each event makes of a case. Pure.</summary>
public static class CaseEvolution
{
    /// <summary>The state after an event that was decided before.</summary>
    /// <exception cref="InvalidOperationException">The event cannot follow the state.</exception>
    public static KnownCase Evolve(Case state, CaseEvent @event)
    {
        var after = Move(state, @event);
        return after with { File = after.File.After(@event) };
    }

    /// <summary>The stage that an event leads to; null where the stage stays.</summary>
    public static Stage? StageAfter(CaseEvent @event) => @event switch
    {
        CaseReported => Stage.Reported,
        CaseSelfHandled => Stage.Closed,
        CaseDelegated => null,
        MergeUndone e => e.Stage,
        TaskAnswered { Kind: TaskKind.Verification } => Stage.Reported,
        _ => ActOf(@event) is { } act ? CaseRules.Table.First(r => r.Act == act).To : null,
    };

    /// <summary>The act that leads to an event; null where it is none of a caller's acts.</summary>
    public static CaseAct? ActOf(CaseEvent @event) => @event switch
    {
        VerificationAsked => CaseAct.Verify,
        CaseFiled => CaseAct.File,
        CaseRefused => CaseAct.Refuse,
        CaseCorrected => CaseAct.Correct,
        CaseMerged => CaseAct.Merge,
        CaseDelegated or CaseDispatched => CaseAct.Dispatch,
        CaseAccepted => CaseAct.Accept,
        CaseReturned => CaseAct.Return,
        CaseRedispatched => CaseAct.Redispatch,
        ReturnRejected => CaseAct.RejectReturn,
        CaseDisputed => CaseAct.Dispute,
        DisputeRuled => CaseAct.Rule,
        ExtensionAsked => CaseAct.Extend,
        ExtensionApproved => CaseAct.ApproveExtension,
        ExtensionRejected => CaseAct.RejectExtension,
        SuspensionAsked => CaseAct.Suspend,
        CaseSuspended => CaseAct.ApproveSuspension,
        SuspensionRejected => CaseAct.RejectSuspension,
        CaseResumed => CaseAct.Resume,
        CaseHandled => CaseAct.Handled,
        InspectionBegun => CaseAct.Inspect,
        CaseClosed => CaseAct.Close,
        CaseReworked => CaseAct.Rework,
        CaseReopened => CaseAct.Reopen,
        CaseCancelled => CaseAct.Cancel,
        CaseUrged => CaseAct.Urge,
        CaseSupervised => CaseAct.Supervise,
        CaseAppealed => CaseAct.Appeal,
        AppealRuled => CaseAct.RuleAppeal,
        FollowUpCalled => CaseAct.FollowUp,
        _ => null,
    };

    private static KnownCase Move(Case state, CaseEvent @event) => (state, @event) switch
    {
        (Unreported, CaseReported e) => new Reported(new CaseFile(e.Case, e.Report, e.Stamp.At, e.Stamp.By) { Centre = e.Centre, Root = e.Centre }),
        (Reported s, CaseSelfHandled e) => new SelfHandled(s.File, e.Stamp.At),
        (Reported s, VerificationAsked e) => new Verifying(Asked(s.File, e.Task, e)),
        (Reported or Verifying, CaseFiled e) => new Filed(FileOf(state) with { Centre = e.Centre ?? FileOf(state).Centre }, e.Filing),
        (Reported or Verifying, CaseRefused e) => new Refused(FileOf(state), e.Reason),
        (Reported or Verifying or Filed, CaseCorrected e) => Correct((KnownCase)state, e),
        (Reported or Verifying or Filed, CaseMerged e) => new Merged(FileOf(state), e.Into, (state as Filed)?.Filing),
        (Merged s, MergeUndone) => s.Filing is { } filing ? new Filed(s.File, filing) : new Reported(s.File),

        (Filed s, CaseDelegated e) => s with { File = s.File with { Centre = e.Centre } },
        (Filed s, CaseDispatched e) => new Dispatched(s.File, s.Filing, new Assignment(e.Department, e.Stamp.At)),
        (Dispatched s, CaseAccepted) => new Handling(s.File, s.Filing, s.Assignment),
        (Dispatched or Handling, CaseReturned e) => Assigned(state, (f, s) =>
            new Returned(f.Count(c => c with { Returns = c.Returns + 1 }), s.Filing, s.Assignment, e.Stamp.By)),
        (Returned s, CaseRedispatched e) => new Dispatched(s.File, s.Filing, new Assignment(e.Department, e.Stamp.At)),
        (Returned s, ReturnRejected) => new Handling(s.File, s.Filing, s.Assignment),
        (Dispatched or Handling or Returned, CaseDisputed e) => Assigned(state, (f, s) =>
            new Disputed(f, s.Filing, s.Assignment, e.Stamp.By)),
        (Disputed s, DisputeRuled e) => new Dispatched(s.File, s.Filing, new Assignment(e.Department, e.Stamp.At, Ruled: true)),

        (Handling s, ExtensionAsked e) => s with { Request = new ExtensionRequest(e.Stamp.By, e.Stamp.At, e.Reason, e.Amount) },
        (Handling s, ExtensionApproved) => s with
        {
            Request = null,
            File = s.File.Count(c => c with { Extensions = c.Extensions + 1 }),
        },
        (Handling s, ExtensionRejected or SuspensionRejected) => s with { Request = null },
        (Handling s, SuspensionAsked e) => s with { Request = new SuspensionRequest(e.Stamp.By, e.Stamp.At, e.Reason, e.Until) },
        (Handling s, CaseSuspended e) => new Suspended(
            s.File.Count(c => c with { Suspensions = c.Suspensions + 1 }), s.Filing, s.Assignment, e.Until),
        (Suspended s, CaseResumed) => new Handling(s.File, s.Filing, s.Assignment),

        (Handling s, CaseHandled) => new Handled(s.File, s.Filing, s.Assignment),
        (Handled or Inspecting, InspectionBegun e) => Assigned(state, (f, s) =>
            new Inspecting(Asked(f, e.Task, e), s.Filing, s.Assignment)),
        (Handled or Inspecting, CaseReworked) => Assigned(state, (f, s) =>
            new Handling(f.Count(c => c with { Reworks = c.Reworks + 1 }), s.Filing, s.Assignment)),
        (AssignedCase { Stage: not Stage.Closed } s, CaseClosed e) => new Closed(
            s.File, s.Filing, s.Assignment, e.Stamp.At, e.Forced ?? false, e.HandledLate ?? false),
        (Closed s, CaseReopened) => new Filed(
            s.File.Count(c => c with { Reopenings = c.Reopenings + 1 }), s.Filing),
        (KnownCase s, CaseCancelled e) when s.Stage.IsOpen() => new Cancelled(s.File, e.Reason),

        (Closed s, CaseAppealed e) => s with { File = s.File with { Appeal = new Appeal(e.Stamp.By, e.Reason) } },
        (Closed { File.Appeal: { } appeal } s, AppealRuled e) => s with
        {
            File = s.File with { Appeal = appeal with { Upheld = e.Upheld } },
        },
        (Verifying s, TaskAnswered e) => new Reported(Answered(s.File, e)),
        (Inspecting s, TaskAnswered e) => s with { File = Answered(s.File, e) },
        (KnownCase s, _) => s with { File = Note(s.File, @event) },
        _ => throw Impossible(state, @event),
    };

    /// <summary>What can happen in any stage, and leaves it as it is.</summary>
    private static CaseFile Note(CaseFile file, CaseEvent @event) => @event switch
    {
        CaseUrged => file.Count(c => c with { Urges = c.Urges + 1 }),
        CaseSupervised e => file with { Supervisors = file.Supervisors.Add(e.Stamp.By.Id) },
        FollowUpCalled e => file with
        {
            FollowUps = file.FollowUps.Add(new FollowUp(e.Stamp.At, e.Stamp.By.Id, e.Satisfaction, e.Note)),
        },
        SimilarFound e => file with { Similar = file.Similar.Union(e.Cases) },
        DuplicateCounted => file.Count(c => c with { Duplicates = c.Duplicates + 1 }),
        DuplicateDeclined => file,
        TaskGiven e => ChangeTask(file, e.Task, t => t with { Collector = e.Collector }),
        DeadlinePassed e => e.Notices.Aggregate(file, Apply),
        DeadlinesRecomputed => file,
        _ => throw Impossible(file, @event),
    };

    private static CaseFile Apply(CaseFile file, Notice notice) => notice.Kind switch
    {
        Deadlines.EscalationKind.Urge => file.Count(c => c with { Urges = c.Urges + 1 }),
        Deadlines.EscalationKind.Supervise =>
            file with { Supervisors = file.Supervisors.Add($"{CaseRejections.Name(notice.Role)}@{notice.Jurisdiction}") },
        _ => file,
    };

    private static CaseFile Asked(CaseFile file, TaskOffer? offer, CaseEvent @event) => offer is null
        ? file
        : file with { Tasks = file.Tasks.Add(new CaseTask(offer.Id, offer.Kind, @event.Stamp.At) { Beat = offer.Beat }) };

    private static CaseFile ChangeTask(CaseFile file, string id, Func<CaseTask, CaseTask> change) =>
        file.Tasks.FindIndex(t => t.Id == id) is >= 0 and var i
            ? file with { Tasks = file.Tasks.SetItem(i, change(file.Tasks[i])) }
            : throw new InvalidOperationException($"Case {file.Id} has no task '{id}'.");

    private static CaseFile Answered(CaseFile file, TaskAnswered e) => ChangeTask(file, e.Task, t => t with
    {
        Outcome = e.Outcome,
        AnsweredAt = e.Stamp.ObservedAt,
        Collector = e.Stamp.By.Id,
        Note = e.Note,
        Photos = e.Photos,
        Place = e.Place,
    });

    private static KnownCase Correct(KnownCase state, CaseCorrected e)
    {
        var report = state.File.Report with { Kind = e.Kind, Category = e.Category, Condition = e.Condition };
        if (e.Place is { } place)
        {
            report = report with { Place = place.Point, UnitGrid = place.UnitGrid, Beat = place.Beat };
        }

        var file = state.File with { Report = report, Centre = e.Centre ?? state.File.Centre };
        var corrected = state with { File = Asked(file, e.Task, e) };
        return corrected is Filed filed && e is { Condition: { } condition, Limit: { } limit }
            ? filed with { Filing = new Filing(e.Kind, e.Category, condition, limit) }
            : corrected;
    }

    private static KnownCase Assigned(Case state, Func<CaseFile, AssignedCase, KnownCase> move) =>
        state is AssignedCase s ? move(s.File, s) : throw new InvalidOperationException("The case was never sent to a department.");

    private static CaseFile FileOf(Case state) => ((KnownCase)state).File;

    private static InvalidOperationException Impossible(object state, CaseEvent @event) =>
        new($"{@event.GetType().Name} cannot follow {state.GetType().Name}.");
}
