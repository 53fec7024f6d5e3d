using CityOps.Domain.Catalog;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What happened to a case; kept for ever.</summary>
public abstract record CaseEvent(CaseId Case, Stamp Stamp)
{
    /// <summary>What it changes of the clocks; null for nothing.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The task that is not wanted any more after it; null for none.</summary>
    public VoidTask? Void { get; init; }
}

/// <summary>A problem was reported.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, by whom and under which policy.</param>
/// <param name="Report">The report.</param>
/// <param name="Centre">The centre in charge at first.</param>
public sealed record CaseReported(CaseId Case, Stamp Stamp, Report Report, string? Centre = null) : CaseEvent(Case, Stamp);

/// <summary>The collector who reported it has put it right on the spot.</summary>
public sealed record CaseSelfHandled(CaseId Case, Stamp Stamp, string Beat) : CaseEvent(Case, Stamp);

/// <summary>A collector is to go and look before the case is filed.</summary>
public sealed record VerificationAsked(CaseId Case, Stamp Stamp, TaskOffer Task, string? Note) : CaseEvent(Case, Stamp);

/// <summary>The case was filed, under a category and condition, with the limit that they fixed then.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, by whom and under which policy.</param>
/// <param name="Filing">Category, condition and limit.</param>
/// <param name="Centre">The centre whose shift lead filed it, and which is in charge from then on.</param>
/// <param name="Entry">What its grid knows of it now, where the category was set right; null where that stays.</param>
public sealed record CaseFiled(CaseId Case, Stamp Stamp, Filing Filing, string? Centre = null, GridEntry? Entry = null)
    : CaseEvent(Case, Stamp);

/// <summary>The case was not filed.</summary>
public sealed record CaseRefused(CaseId Case, Stamp Stamp, string Beat, string Reason) : CaseEvent(Case, Stamp);

/// <summary>Category or place were set right.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, by whom and under which policy.</param>
/// <param name="Kind">Component or incident, as it is now.</param>
/// <param name="Category">The subclass, as it is now.</param>
/// <param name="Condition">The filing condition, as it is now.</param>
/// <param name="Limit">The limit, where the case was filed.</param>
/// <param name="Place">The new place; null where it stays.</param>
/// <param name="OldBeat">The grid that had it.</param>
/// <param name="Entry">What the grid that has it now knows of it.</param>
/// <param name="Task">The verification at the new place, where one was under way at the old one.</param>
/// <param name="Centre">The centre in charge from then on; null where it stays.</param>
public sealed record CaseCorrected(
    CaseId Case, Stamp Stamp, CategoryKind Kind, string Category, string? Condition, TimeLimit? Limit, CasePlace? Place,
    string OldBeat, GridEntry Entry, TaskOffer? Task = null, string? Centre = null) : CaseEvent(Case, Stamp);

/// <summary>The case goes on in another one.</summary>
public sealed record CaseMerged(CaseId Case, Stamp Stamp, string Beat, CaseId Into, string? Note) : CaseEvent(Case, Stamp);

/// <summary>Another report of the same problem was merged into this case.</summary>
public sealed record DuplicateCounted(CaseId Case, Stamp Stamp, CaseId Duplicate) : CaseEvent(Case, Stamp);

/// <summary>Another report was merged into this case, which was not open any more when it learned of it, and does not go on for it.</summary>
public sealed record DuplicateDeclined(CaseId Case, Stamp Stamp, CaseId Duplicate) : CaseEvent(Case, Stamp);

/// <summary>The case that was to go on for this one did not: this one is taken up again, where it was before.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, by whom and under which policy.</param>
/// <param name="Into">The case that it was merged into.</param>
/// <param name="Stage">The stage that it is in again: reported or filed.</param>
/// <param name="Entry">What its grid knows of it again.</param>
public sealed record MergeUndone(CaseId Case, Stamp Stamp, CaseId Into, Stage Stage, GridEntry Entry) : CaseEvent(Case, Stamp);

/// <summary>The grid knows open cases nearby that may be the same problem.</summary>
public sealed record SimilarFound(CaseId Case, Stamp Stamp, IReadOnlyList<string> Cases) : CaseEvent(Case, Stamp);

/// <summary>Another centre is in charge, and dispatches.</summary>
public sealed record CaseDelegated(CaseId Case, Stamp Stamp, string Centre, string? Note) : CaseEvent(Case, Stamp);

/// <summary>The case was sent to a department.</summary>
public sealed record CaseDispatched(CaseId Case, Stamp Stamp, string Department, string? Note = null) : CaseEvent(Case, Stamp);

/// <summary>The department took the case on.</summary>
public sealed record CaseAccepted(CaseId Case, Stamp Stamp) : CaseEvent(Case, Stamp);

/// <summary>The department sent the case back.</summary>
public sealed record CaseReturned(CaseId Case, Stamp Stamp, string Department, string Reason) : CaseEvent(Case, Stamp);

/// <summary>What was sent back went to another department.</summary>
public sealed record CaseRedispatched(CaseId Case, Stamp Stamp, string Department, string? Note) : CaseEvent(Case, Stamp);

/// <summary>The department has to keep the case.</summary>
public sealed record ReturnRejected(CaseId Case, Stamp Stamp, string Reason) : CaseEvent(Case, Stamp);

/// <summary>Who is responsible is disputed.</summary>
public sealed record CaseDisputed(CaseId Case, Stamp Stamp, string Reason) : CaseEvent(Case, Stamp);

/// <summary>The centre above said who is responsible.</summary>
public sealed record DisputeRuled(CaseId Case, Stamp Stamp, string Department, string? Note) : CaseEvent(Case, Stamp);

/// <summary>The department asked for more time.</summary>
public sealed record ExtensionAsked(CaseId Case, Stamp Stamp, TimeLimit Amount, string Reason) : CaseEvent(Case, Stamp);

/// <summary>The deadline was moved.</summary>
public sealed record ExtensionApproved(CaseId Case, Stamp Stamp, TimeLimit Amount, string? Note) : CaseEvent(Case, Stamp);

/// <summary>The deadline stays.</summary>
public sealed record ExtensionRejected(CaseId Case, Stamp Stamp, string Reason) : CaseEvent(Case, Stamp);

/// <summary>The department asked for a rest.</summary>
public sealed record SuspensionAsked(CaseId Case, Stamp Stamp, Instant Until, string Reason) : CaseEvent(Case, Stamp);

/// <summary>Handling rests.</summary>
public sealed record CaseSuspended(CaseId Case, Stamp Stamp, Instant Until, string? Note) : CaseEvent(Case, Stamp);

/// <summary>Handling does not rest.</summary>
public sealed record SuspensionRejected(CaseId Case, Stamp Stamp, string Reason) : CaseEvent(Case, Stamp);

/// <summary>Handling goes on: resumed by someone, or by itself at the suspension's end.</summary>
public sealed record CaseResumed(CaseId Case, Stamp Stamp, string? Note) : CaseEvent(Case, Stamp);

/// <summary>The department reported that it is done.</summary>
public sealed record CaseHandled(CaseId Case, Stamp Stamp, string? Note, IReadOnlyList<string> Photos)
    : CaseEvent(Case, Stamp);

/// <summary>The inspection of the result began.</summary>
public sealed record InspectionBegun(CaseId Case, Stamp Stamp, TaskOffer? Task = null, string? Note = null) : CaseEvent(Case, Stamp);

/// <summary>The department has to do it again.</summary>
public sealed record CaseReworked(CaseId Case, Stamp Stamp, string Reason) : CaseEvent(Case, Stamp);

/// <summary>The case was closed.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, by whom and under which policy.</param>
/// <param name="Beat">The grid that has it no longer.</param>
/// <param name="Note">What the shift lead says.</param>
/// <param name="Forced">True if a leader closed it without a passed inspection; null in journals from before that could be.</param>
/// <param name="HandledLate">True if the handling clock had run past its limit; null likewise.</param>
public sealed record CaseClosed(
    CaseId Case, Stamp Stamp, string Beat, string? Note, bool? Forced = null, bool? HandledLate = null) : CaseEvent(Case, Stamp);

/// <summary>A closed case was taken up again.</summary>
public sealed record CaseReopened(CaseId Case, Stamp Stamp, string Reason, GridEntry Entry) : CaseEvent(Case, Stamp);

/// <summary>The case was voided.</summary>
public sealed record CaseCancelled(CaseId Case, Stamp Stamp, string Beat, string Reason) : CaseEvent(Case, Stamp);

/// <summary>The handler was reminded.</summary>
public sealed record CaseUrged(CaseId Case, Stamp Stamp, string? Department, string? Note) : CaseEvent(Case, Stamp);

/// <summary>A superior watches the case.</summary>
public sealed record CaseSupervised(CaseId Case, Stamp Stamp, string? Note) : CaseEvent(Case, Stamp);

/// <summary>The department objects to being counted late.</summary>
public sealed record CaseAppealed(CaseId Case, Stamp Stamp, string Reason) : CaseEvent(Case, Stamp);

/// <summary>The objection was ruled on; the lateness stays in the journal either way.</summary>
public sealed record AppealRuled(CaseId Case, Stamp Stamp, bool Upheld, string Reason) : CaseEvent(Case, Stamp);

/// <summary>The citizen was called.</summary>
public sealed record FollowUpCalled(CaseId Case, Stamp Stamp, Satisfaction Satisfaction, string? Note) : CaseEvent(Case, Stamp);
