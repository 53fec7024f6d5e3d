using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>While a department has the case: more time, rests, feedback, reminders.</summary>
internal static class HandlingActs
{
    private static readonly Duration LongestSuspension = Duration.FromDays(365);

    public static Decision<CaseEvent>? Decide(KnownCase state, CaseActCommand command, Stamp stamp) => (state, command) switch
    {
        (_, AskExtension { Reason.Length: 0 } or AskSuspension { Reason.Length: 0 } or RejectExtension { Reason.Length: 0 }
            or RejectSuspension { Reason.Length: 0 }) =>
            Reject(CaseRejections.Required("reason", "Time is not asked for or refused without a reason.")),
        (Handling s, AskExtension c) => Extend(s, c, stamp),
        (Handling { Request: ExtensionRequest asked }, ApproveExtension c) =>
            Accept(new ExtensionApproved(c.Case, stamp, asked.Amount, c.Note)),
        (_, RejectExtension c) => Accept(new ExtensionRejected(c.Case, stamp, c.Reason)),

        (_, AskSuspension c) => c.Until > stamp.At && c.Until - stamp.At <= LongestSuspension
            ? Accept(new SuspensionAsked(c.Case, stamp, c.Until, c.Reason))
            : Reject(CaseRejections.OutOfRange(
                "until", $"A suspension ends in the future, within {LongestSuspension.Days} days.")),
        (Handling { Request: SuspensionRequest asked }, ApproveSuspension c) => asked.Until > stamp.At
            ? Accept(new CaseSuspended(c.Case, stamp, asked.Until, c.Note))
            : Reject(CaseRejections.OutOfRange("until", "The suspension that was asked for would have ended already. Reject it.")),
        (_, RejectSuspension c) => Accept(new SuspensionRejected(c.Case, stamp, c.Reason)),
        (_, ResumeCase c) => Accept(new CaseResumed(c.Case, stamp, c.Note)),

        (_, ReportHandled { Photos.Count: 0 } c) when string.IsNullOrWhiteSpace(c.Note) =>
            Reject(CaseRejections.Required("photos", "Feedback needs evidence: a photo, or at least a note.")),
        (_, ReportHandled c) => Accept(new CaseHandled(c.Case, stamp, c.Note, c.Photos)),

        (AssignedCase s, UrgeCase c) => Accept(new CaseUrged(c.Case, stamp, s.Assignment.Department, c.Note)),
        (_, SuperviseCase c) => Accept(new CaseSupervised(c.Case, stamp, c.Note)),
        _ => null,
    };

    private static Decision<CaseEvent> Extend(Handling state, AskExtension command, Stamp stamp)
    {
        var limit = state.Filing.Limit;
        var amount = command.Amount ?? limit.Amount;
        return amount > 0 && amount <= limit.Amount
            ? Accept(new ExtensionAsked(command.Case, stamp, limit with { Amount = amount }, command.Reason))
            : Reject(CaseRejections.OutOfRange("amount", $"An extension is above zero and at most the limit, {limit.Amount}."));
    }

    private static Decision<CaseEvent> Accept(CaseEvent @event) => Decision<CaseEvent>.Accept(@event);

    private static Decision<CaseEvent> Reject(Rejection reason) => Decision<CaseEvent>.Reject(reason);
}
