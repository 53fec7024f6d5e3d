using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Engine.Notices;
using NodaTime;

namespace CityOps.Engine.Tests.Notices;

public sealed class CaseNoticesTests
{
    private const Roles Approvers = Roles.Dispatcher | Roles.ShiftLead | Roles.Leader;

    private static readonly CaseId Id = CaseId.Parse("C20260302aaaaaaaaaa");
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 2, 0);
    private static readonly Stamp Stamp = new(Now, Now, new Actor("x", Roles.Dispatcher), Channel.Console, "1", "v1");
    private static readonly CaseWhereabouts Street = new("360102001", "roads");

    [Fact]
    public void Each_notice_of_a_step_goes_to_whom_the_journal_names()
    {
        var passed = Passed(stepAt: Now, due: Now + Duration.FromHours(1)) with
        {
            Notices =
            [
                new Notice(EscalationKind.Notify, Roles.Handler, "360102", "roads"),
                new Notice(EscalationKind.Raise, Roles.Leader, "3601"),
                new Notice(EscalationKind.Urge, Roles.Collector, "360102", Collector: "c1"),
            ],
        };

        Assert.Equal(
            [
                (NoticeKind.Notify, new Recipient(Roles.Handler, "360102", "roads")),
                (NoticeKind.Raise, new Recipient(Roles.Leader, null)),
                (NoticeKind.Urge, new Recipient(Roles.Collector, "360102", null, "c1")),
            ],
            CaseNotices.Of(passed, Street).Select(n => (n.Subject.Kind, n.To)));
        Assert.All(
            CaseNotices.Of(passed, Street),
            n => Assert.Equal((NoticeTopic.Handle, "near", Now + Duration.FromHours(1)), (n.Subject.Topic, n.Subject.Step, n.Due)));
    }

    [Theory]
    [InlineData(-60, 0, LimitPhase.Before)]
    [InlineData(0, 0, LimitPhase.Due)]
    [InlineData(60, 60, LimitPhase.After)]
    [InlineData(-60, 30, LimitPhase.After)]
    [InlineData(-60, -1, LimitPhase.Before)]
    public void A_step_before_the_limit_that_is_noticed_after_it_is_not_told_as_if_there_were_time(
        int stepAfterDue, int noticedAfterDue, LimitPhase phase)
    {
        var due = Now - Duration.FromMinutes(noticedAfterDue == 0 && stepAfterDue < 0 ? -1 : noticedAfterDue);
        var passed = Passed(due + Duration.FromMinutes(stepAfterDue), due) with
        {
            Notices = [new Notice(EscalationKind.Notify, Roles.Leader)],
        };

        Assert.Equal(phase, Assert.Single(CaseNotices.Of(passed, Street)).Subject.Phase);
    }

    [Fact]
    public void What_waits_for_a_decision_goes_to_those_who_may_decide_it()
    {
        var amount = new TimeLimit(1, LimitClock.WorkingHours);
        (CaseEvent Event, NoticeTopic Topic, Recipient To)[] expected =
        [
            (new ExtensionAsked(Id, Stamp, amount, "why"), NoticeTopic.Extension, new Recipient(Approvers, "360102001")),
            (new SuspensionAsked(Id, Stamp, Now, "why"), NoticeTopic.Suspension, new Recipient(Approvers, "360102001")),
            (new CaseReturned(Id, Stamp, "roads", "why"), NoticeTopic.Return, new Recipient(Roles.Dispatcher, "360102001")),
            (new CaseDisputed(Id, Stamp, "why"), NoticeTopic.Dispute, new Recipient(Roles.Dispatcher | Roles.Leader, "360102")),
            (new CaseAppealed(Id, Stamp, "why"), NoticeTopic.Appeal, new Recipient(Roles.ShiftLead | Roles.Leader, "360102001")),
        ];

        foreach (var (@event, topic, to) in expected)
        {
            var notice = Assert.Single(CaseNotices.Of(@event, Street));
            Assert.Equal((NoticeKind.Decide, topic, to), (notice.Subject.Kind, notice.Subject.Topic, notice.To));
        }
    }

    [Fact]
    public void A_case_that_is_urged_or_supervised_is_told_to_those_who_have_it()
    {
        var urged = Assert.Single(CaseNotices.Of(new CaseUrged(Id, Stamp, "roads", null), Street));
        Assert.Equal(
            (NoticeKind.Urge, NoticeTopic.Case, new Recipient(Roles.Handler, "360102001", "roads")),
            (urged.Subject.Kind, urged.Subject.Topic, urged.To));

        var early = Assert.Single(CaseNotices.Of(new CaseSupervised(Id, Stamp, null), Street with { Department = null }));
        Assert.Equal(
            (NoticeKind.Supervise, new Recipient(Roles.Dispatcher | Roles.ShiftLead, "360102001")), (early.Subject.Kind, early.To));
    }

    [Fact]
    public void Whereabouts_follow_the_case_from_centre_to_centre_and_from_department_to_department()
    {
        var filing = new Filing(CategoryKind.Incident, "0113", "1", new TimeLimit(1, LimitClock.WorkingHours));
        var entry = new GridEntry("P1", "360102001001001", CategoryKind.Incident, "0113", default);
        CaseEvent[] life =
        [
            new CaseFiled(Id, Stamp, filing, "3601"),
            new CaseDelegated(Id, Stamp, "360102", null),
            new CaseDispatched(Id, Stamp, "roads"),
            new CaseRedispatched(Id, Stamp, "lights", null),
            new CaseFiled(Id, Stamp, filing),
            new CaseReopened(Id, Stamp, "why", entry),
            new CaseCorrected(Id, Stamp, CategoryKind.Incident, "0113", null, null, null, "P1", entry),
            new CaseCorrected(Id, Stamp, CategoryKind.Incident, "0113", null, null, null, "P1", entry, null, "3601"),
        ];

        var at = CaseWhereabouts.Unknown;
        Assert.Equal(
            [("3601", null, null), ("360102", null, null), ("360102", "roads", null), ("360102", "lights", null),
                ("360102", "lights", null), ("360102", null, (string?)null), ("360102", null, null), ("3601", null, null)],
            life.Select(e => at = at.After(e)).Select(w => (w.Centre, w.Department, w.Above)).ToList());
        Assert.Equal(["360102001", "360102", null], new[] { "360102001002", "360102001", "360102" }.Select(c => new CaseWhereabouts(c, null).Above));
    }

    private static DeadlinePassed Passed(Instant stepAt, Instant due) =>
        new(Id, Stamp, ClockStage.Handle, 1, "near", stepAt, due, Duration.Zero, []);
}
