using CityOps.Domain.City;
using CityOps.Domain.Deadlines;

namespace CityOps.Domain.Cases;

/// <summary>From the feedback to closing, and what comes after it.</summary>
internal sealed class ClosingActs(CityConfiguration city, CaseClocks clocks)
{
    public Decision<CaseEvent>? Decide(KnownCase state, CaseActCommand command, Stamp stamp) => (state, command) switch
    {
        (AssignedCase s, InspectCase c) => Accept(new InspectionBegun(
            c.Case, stamp,
            TaskOffer.For(s, TaskKind.Inspection, c.Note, s.Assignment.Department, clocks.LimitsOf(s).Inspect, city), c.Note)),
        (AssignedCase s, CloseCase c) => Close(s, c, stamp),

        (_, ReworkCase { Reason.Length: 0 } or ReopenCase { Reason.Length: 0 } or AppealCase { Reason.Length: 0 }
            or RuleAppeal { Reason.Length: 0 }) =>
            Reject(CaseRejections.Required("reason", "What was done is not taken up again without a reason.")),
        (_, ReworkCase c) => Accept(new CaseReworked(c.Case, stamp, c.Reason)),
        (Closed s, ReopenCase c) => Accept(new CaseReopened(c.Case, stamp, c.Reason, EntryOf(s))),
        (_, AppealCase c) => Accept(new CaseAppealed(c.Case, stamp, c.Reason)),
        (_, RuleAppeal c) => Accept(new AppealRuled(c.Case, stamp, c.Upheld, c.Reason)),
        (_, FollowUpCase c) => Accept(new FollowUpCalled(c.Case, stamp, c.Satisfaction, c.Note)),
        _ => null,
    };

    private Decision<CaseEvent> Close(AssignedCase state, CloseCase command, Stamp stamp)
    {
        var passed = state is Inspecting inspecting && CaseConditions.HasPassed(inspecting);
        if (!passed && !(command.Forced && stamp.By.IsIn(Roles.Leader)))
        {
            return Reject(CaseRejections.NotInspected);
        }

        return !passed && string.IsNullOrWhiteSpace(command.Note)
            ? Reject(CaseRejections.Required("note", "Closing without a passed inspection needs a note that says why."))
            : Accept(new CaseClosed(
                command.Case, stamp, state.File.Report.Beat, command.Note, !passed, HandledLate(state, stamp)));
    }

    private bool HandledLate(AssignedCase state, Stamp stamp) =>
        state.File.ClockOf(ClockStage.Handle) is { } clock && CaseClocks.IsUsedUp(clock, clocks.CalendarOf(state), stamp.At);

    private static GridEntry EntryOf(Closed state) => new(
        state.File.Report.Beat, state.File.Report.UnitGrid, state.Filing.Kind, state.Filing.Category, state.File.Report.Place,
        state.File.ReportedAt);

    private static Decision<CaseEvent> Accept(CaseEvent @event) => Decision<CaseEvent>.Accept(@event);

    private static Decision<CaseEvent> Reject(Rejection reason) => Decision<CaseEvent>.Reject(reason);
}
