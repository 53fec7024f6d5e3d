using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Engine.Notices;

/// <summary>Whom an event of a case has to be told to. Pure.</summary>
public static class CaseNotices
{
    private const Roles Dispatching = Roles.Dispatcher | Roles.ShiftLead;

    /// <summary>The notices of an event; most have none.</summary>
    /// <param name="event">The event.</param>
    /// <param name="at">Who has the case after it.</param>
    public static IEnumerable<CaseNotice> Of(CaseEvent @event, CaseWhereabouts at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return @event switch
        {
            DeadlinePassed e => e.Notices.Select(n => Passed(e, n)),
            CaseUrged => [ToThoseWhoHaveIt(@event, NoticeKind.Urge, at)],
            CaseSupervised => [ToThoseWhoHaveIt(@event, NoticeKind.Supervise, at)],
            ExtensionAsked => [ToDecide(@event, NoticeTopic.Extension, CaseAct.ApproveExtension, at.Centre)],
            SuspensionAsked => [ToDecide(@event, NoticeTopic.Suspension, CaseAct.ApproveSuspension, at.Centre)],
            CaseReturned => [ToDecide(@event, NoticeTopic.Return, CaseAct.Redispatch, at.Centre)],
            CaseDisputed => [ToDecide(@event, NoticeTopic.Dispute, CaseAct.Rule, at.Above)],
            CaseAppealed => [ToDecide(@event, NoticeTopic.Appeal, CaseAct.RuleAppeal, at.Centre)],
            _ => [],
        };
    }

    private static CaseNotice Passed(DeadlinePassed e, Notice notice) => new(
        e.Case,
        e.Stamp.At,
        new NoticeSubject(KindOf(notice.Kind), TopicOf(e.Clock), e.Step, PhaseOf(e)),
        new Recipient(notice.Role, Recipient.CentreOf(notice.Jurisdiction), notice.Department, notice.Collector),
        e.Due);

    private static CaseNotice ToThoseWhoHaveIt(CaseEvent e, NoticeKind kind, CaseWhereabouts at) => new(
        e.Case,
        e.Stamp.At,
        new NoticeSubject(kind, NoticeTopic.Case),
        new Recipient(at.Department is null ? Dispatching : Roles.Handler, Recipient.CentreOf(at.Centre), at.Department));

    /// <summary>To those whom the rules of the workflow let decide it.</summary>
    private static CaseNotice ToDecide(CaseEvent e, NoticeTopic topic, CaseAct act, string? centre) => new(
        e.Case,
        e.Stamp.At,
        new NoticeSubject(NoticeKind.Decide, topic),
        new Recipient(
            CaseRules.Table.Where(r => r.Act == act).Aggregate(Roles.None, (all, r) => all | r.Roles), Recipient.CentreOf(centre)));

    /// <summary>A step before the limit that was noticed after it, since the engine was down, tells of the limit that has passed.</summary>
    private static LimitPhase PhaseOf(DeadlinePassed e) =>
        e.StepAt == e.Due ? LimitPhase.Due
        : e.StepAt < e.Due && e.Stamp.At < e.Due ? LimitPhase.Before
        : LimitPhase.After;

    private static NoticeKind KindOf(EscalationKind kind) => kind switch
    {
        EscalationKind.Notify => NoticeKind.Notify,
        EscalationKind.Urge => NoticeKind.Urge,
        EscalationKind.Raise => NoticeKind.Raise,
        EscalationKind.Supervise => NoticeKind.Supervise,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is no kind of escalation."),
    };

    private static NoticeTopic TopicOf(ClockStage stage) => stage switch
    {
        ClockStage.Verify => NoticeTopic.Verify,
        ClockStage.File => NoticeTopic.File,
        ClockStage.Dispatch => NoticeTopic.Dispatch,
        ClockStage.Accept => NoticeTopic.Accept,
        ClockStage.Handle => NoticeTopic.Handle,
        ClockStage.Inspect => NoticeTopic.Inspect,
        ClockStage.Close => NoticeTopic.Close,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "It is no stage with a limit."),
    };
}
