using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What someone wants done with a case.</summary>
public abstract record CaseCommand(CaseId Case, Origin Origin);

/// <summary>上报: a report comes in.</summary>
public sealed record ReportCase(CaseId Case, Origin Origin, Report Report) : CaseCommand(Case, Origin);

/// <summary>One of the acts of the workflow on a case that is known.</summary>
public abstract record CaseActCommand(CaseId Case, Origin Origin, CaseAct Act) : CaseCommand(Case, Origin)
{
    /// <summary>The version that the caller has seen; another one refuses the act. Null: whatever the version.</summary>
    public long? Expected { get; init; }
}

/// <summary>核实.</summary>
public sealed record VerifyCase(CaseId Case, Origin Origin, string? Note) : CaseActCommand(Case, Origin, CaseAct.Verify);

/// <summary>立案. The category may be set right; the condition fixes the time limit.</summary>
public sealed record FileCase(CaseId Case, Origin Origin, CategoryKind? Kind, string? Category, string? Condition)
    : CaseActCommand(Case, Origin, CaseAct.File);

/// <summary>不予立案.</summary>
public sealed record RefuseCase(CaseId Case, Origin Origin, string Reason) : CaseActCommand(Case, Origin, CaseAct.Refuse);

/// <summary>更正. What is null stays as it is.</summary>
public sealed record CorrectCase(
    CaseId Case, Origin Origin, CategoryKind? Kind, string? Category, string? Condition, CasePlace? Place)
    : CaseActCommand(Case, Origin, CaseAct.Correct);

/// <summary>并案: this case goes on in another, open one of the same problem.</summary>
public sealed record MergeCase(CaseId Case, Origin Origin, CaseId Into, string? Note) : CaseActCommand(Case, Origin, CaseAct.Merge)
{
    /// <summary>Whether the other case was open when it was looked at on the way; null: it did not answer.</summary>
    public bool? TargetIsOpen { get; init; }
}

/// <summary>派遣: sends the case to a department, or to a centre below that dispatches on; one of both.</summary>
public sealed record DispatchCase(CaseId Case, Origin Origin, string? Department, string? Centre = null, string? Note = null)
    : CaseActCommand(Case, Origin, CaseAct.Dispatch);

/// <summary>受领.</summary>
public sealed record AcceptCase(CaseId Case, Origin Origin) : CaseActCommand(Case, Origin, CaseAct.Accept);

/// <summary>退回.</summary>
public sealed record ReturnCase(CaseId Case, Origin Origin, string Reason) : CaseActCommand(Case, Origin, CaseAct.Return);

/// <summary>改派.</summary>
public sealed record RedispatchCase(CaseId Case, Origin Origin, string Department, string? Note)
    : CaseActCommand(Case, Origin, CaseAct.Redispatch);

/// <summary>退回驳回.</summary>
public sealed record RejectReturn(CaseId Case, Origin Origin, string Reason)
    : CaseActCommand(Case, Origin, CaseAct.RejectReturn);

/// <summary>争议.</summary>
public sealed record DisputeCase(CaseId Case, Origin Origin, string Reason) : CaseActCommand(Case, Origin, CaseAct.Dispute);

/// <summary>裁定: the department named is responsible.</summary>
public sealed record RuleDispute(CaseId Case, Origin Origin, string Department, string? Note)
    : CaseActCommand(Case, Origin, CaseAct.Rule);

/// <summary>延期申请.</summary>
/// <param name="Case">The case.</param>
/// <param name="Origin">Who asks.</param>
/// <param name="Amount">In units of the filing's limit, at most that limit; null for all of it.</param>
/// <param name="Reason">Why.</param>
public sealed record AskExtension(CaseId Case, Origin Origin, decimal? Amount, string Reason)
    : CaseActCommand(Case, Origin, CaseAct.Extend);

/// <summary>延期批准.</summary>
public sealed record ApproveExtension(CaseId Case, Origin Origin, string? Note)
    : CaseActCommand(Case, Origin, CaseAct.ApproveExtension);

/// <summary>延期驳回.</summary>
public sealed record RejectExtension(CaseId Case, Origin Origin, string Reason)
    : CaseActCommand(Case, Origin, CaseAct.RejectExtension);

/// <summary>挂账申请.</summary>
public sealed record AskSuspension(CaseId Case, Origin Origin, Instant Until, string Reason)
    : CaseActCommand(Case, Origin, CaseAct.Suspend);

/// <summary>挂账批准.</summary>
public sealed record ApproveSuspension(CaseId Case, Origin Origin, string? Note)
    : CaseActCommand(Case, Origin, CaseAct.ApproveSuspension);

/// <summary>挂账驳回.</summary>
public sealed record RejectSuspension(CaseId Case, Origin Origin, string Reason)
    : CaseActCommand(Case, Origin, CaseAct.RejectSuspension);

/// <summary>恢复.</summary>
public sealed record ResumeCase(CaseId Case, Origin Origin, string? Note) : CaseActCommand(Case, Origin, CaseAct.Resume);

/// <summary>处置反馈: the department reports that it is done, with evidence: a note or photos.</summary>
public sealed record ReportHandled(CaseId Case, Origin Origin, string? Note, IReadOnlyList<string> Photos)
    : CaseActCommand(Case, Origin, CaseAct.Handled);

/// <summary>核查: the centre has the result looked at.</summary>
public sealed record InspectCase(CaseId Case, Origin Origin, string? Note = null) : CaseActCommand(Case, Origin, CaseAct.Inspect);

/// <summary>结案; forced (强制结案) without a passed inspection, which needs a note.</summary>
public sealed record CloseCase(CaseId Case, Origin Origin, string? Note, bool Forced = false)
    : CaseActCommand(Case, Origin, CaseAct.Close);

/// <summary>返工.</summary>
public sealed record ReworkCase(CaseId Case, Origin Origin, string Reason) : CaseActCommand(Case, Origin, CaseAct.Rework);

/// <summary>重新立案.</summary>
public sealed record ReopenCase(CaseId Case, Origin Origin, string Reason) : CaseActCommand(Case, Origin, CaseAct.Reopen);

/// <summary>作废.</summary>
public sealed record CancelCase(CaseId Case, Origin Origin, string Reason) : CaseActCommand(Case, Origin, CaseAct.Cancel);

/// <summary>催办.</summary>
public sealed record UrgeCase(CaseId Case, Origin Origin, string? Note) : CaseActCommand(Case, Origin, CaseAct.Urge);

/// <summary>督办.</summary>
public sealed record SuperviseCase(CaseId Case, Origin Origin, string? Note) : CaseActCommand(Case, Origin, CaseAct.Supervise);

/// <summary>申诉.</summary>
public sealed record AppealCase(CaseId Case, Origin Origin, string Reason) : CaseActCommand(Case, Origin, CaseAct.Appeal);

/// <summary>申诉裁定.</summary>
public sealed record RuleAppeal(CaseId Case, Origin Origin, bool Upheld, string Reason)
    : CaseActCommand(Case, Origin, CaseAct.RuleAppeal);

/// <summary>回访.</summary>
public sealed record FollowUpCase(CaseId Case, Origin Origin, Satisfaction Satisfaction, string? Note)
    : CaseActCommand(Case, Origin, CaseAct.FollowUp);

/// <summary>A collector's answer to a verification or inspection.</summary>
/// <param name="Case">The case.</param>
/// <param name="Origin">The collector.</param>
/// <param name="Task">The task's id.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Note">What the collector says.</param>
/// <param name="Photos">SHA-256 of each photo, in hex.</param>
/// <param name="Place">Where the handset was, in WGS-84.</param>
public sealed record AnswerTask(
    CaseId Case, Origin Origin, string Task, TaskOutcome Outcome, string? Note, IReadOnlyList<string> Photos, GeoPoint? Place)
    : CaseCommand(Case, Origin);

/// <summary>News from the grid: a collector has the task now; null: it waits again.</summary>
public sealed record NoteTaskGiven(CaseId Case, Origin Origin, string Task, string? Collector) : CaseCommand(Case, Origin);

/// <summary>News from the grid: open cases that may be the same problem.</summary>
public sealed record NoteSimilar(CaseId Case, Origin Origin, IReadOnlyList<string> Cases) : CaseCommand(Case, Origin);

/// <summary>News from another case: it was merged into this one.</summary>
public sealed record NoteDuplicate(CaseId Case, Origin Origin, CaseId Duplicate) : CaseCommand(Case, Origin);

/// <summary>News from the case that this one was merged into: it was not open any more, and does not go on for it.</summary>
public sealed record NoteMergeDeclined(CaseId Case, Origin Origin, CaseId Into) : CaseCommand(Case, Origin);

/// <summary>The time has come at which the case wanted to decide by itself.</summary>
public sealed record ReachDeadline(CaseId Case, Origin Origin) : CaseCommand(Case, Origin);

/// <summary>Another calendar is in force: the open clocks are computed anew.</summary>
public sealed record RecomputeDeadlines(CaseId Case, Origin Origin) : CaseCommand(Case, Origin);

/// <summary>A place with the grids that it lies in.</summary>
/// <param name="Point">Where, in WGS-84.</param>
/// <param name="UnitGrid">The unit grid that contains it.</param>
/// <param name="Beat">The grid whose actor answers for it.</param>
public sealed record CasePlace(GeoPoint Point, string UnitGrid, string Beat);
