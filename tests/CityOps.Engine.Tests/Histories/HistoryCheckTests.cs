using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Tests.Hosting;
using CityOps.Testing.Histories;
using NodaTime;

namespace CityOps.Engine.Tests.Histories;

/// <summary>A history that is as it should be, and the same with one thing wrong.</summary>
public sealed class HistoryCheckTests
{
    private static readonly CaseDecider Decider = new(TinyCity.Configuration);
    private static readonly CaseId Id = CaseId.Of(new LocalDate(2026, 3, 1), Channel.Collector, "m-1");
    private static readonly ReportCase Report = new(Id, EngineRun.By("m-1"), EngineRun.ReportAt(0, "m-1"));
    private static readonly FileCase File = new(Id, EngineRun.By("file"), null, null, null);
    private static readonly DispatchCase Dispatch = new(Id, EngineRun.By("dispatch"), "roads");
    private static readonly AcceptCase Accept = new(Id, EngineRun.By("accept"));
    private static readonly UrgeCase Urge = new(Id, EngineRun.By("urge"), null);
    private static readonly CancelCase Cancel = new(Id, EngineRun.By("cancel"), "A drill.");

    private static readonly Operation Reported = At(0, 1, Report, new Reply.Done(1, Stage.Reported, Repeated: false));
    private static readonly Operation Early = At(2, 3, Accept, new Reply.Refused("case.notPossible"));
    private static readonly Operation Filed = At(4, 6, File, new Reply.Done(2, Stage.Filed, Repeated: false));
    private static readonly Operation Read = At(5, 7, null, new Reply.Done(1, Stage.Reported));
    private static readonly Operation Dispatched = At(8, 9, Dispatch, new Reply.Lost());
    private static readonly Operation Again = At(10, 11, Dispatch, new Reply.Done(3, Stage.Dispatched));
    private static readonly Operation Last = At(12, 13, null, new Reply.Done(3, Stage.Dispatched));
    private static readonly Operation Never = At(12, 14, Cancel, new Reply.Lost());
    private static readonly Operation[] Good = [Reported, Early, Filed, Read, Dispatched, Again, Last, Never];

    [Fact]
    public void What_the_journal_explains_is_not_objected_to() => Assert.Empty(Objections(Good, Report, File, Dispatch));

    [Fact]
    public void A_command_without_an_answer_may_have_happened_or_not()
    {
        Assert.Empty(Objections(Good, Report, File, Dispatch, Cancel));
        Assert.Empty(Objections([Reported, Filed, Dispatched, Read], Report, File));
    }

    [Fact]
    public void What_was_answered_must_be_in_the_journal()
    {
        Assert.Equal(
            [$"{Id}: {Again} was answered with an event that is not there: the journal has 2.",
                $"{Id}: {Last} was answered with an event that is not there: the journal has 2."],
            Objections(Good, Report, File));
        Assert.Contains($"{Id}: {Again} was done, but is not in the journal.", Objections(Good, Report, File, With(Dispatch, "another")));
    }

    [Fact]
    public void A_command_stands_where_it_was_answered()
    {
        var urged = At(14, 15, Urge, new Reply.Done(4, Stage.Dispatched, Repeated: false));
        Assert.Empty(Objections([.. Good, urged], Report, File, Dispatch, Urge));

        var later = urged with { Reply = new Reply.Done(5, Stage.Dispatched, Repeated: false) };
        Objects(
            $"{later} was done just then, but stands in the journal before, at 4.", [.. Good, later], Report, File, Dispatch, Urge, With(Urge, "other"));
        Objects(
            $"{urged} was done, but stands in the journal later, at 5.", [.. Good, urged], Report, File, Dispatch, With(Urge, "other"), Urge);
    }

    [Fact]
    public void A_command_stands_in_the_journal_once()
    {
        var urged = At(14, 15, Urge, new Reply.Done(4, Stage.Dispatched));
        var once = Story(Report, File, Dispatch, Urge);

        Assert.Contains(
            $"{Id}: {urged} stands in the journal 2 times, at 4, 5.", Objections([.. Good, urged], [.. once, once[^1]]));
    }

    [Fact]
    public void Only_one_attempt_of_a_command_is_answered_as_the_one_that_did_it()
    {
        var both = At(12, 13, File, new Reply.Done(2, Stage.Filed, Repeated: false));

        Objects($"{Filed} and {both} were both answered as the one that did it.", [Reported, Filed, both], Report, File);
    }

    [Fact]
    public void The_stage_of_an_answer_is_what_the_journal_leads_to()
    {
        var wrong = Read with { Reply = new Reply.Done(1, Stage.Filed) };

        Objects($"{wrong} was answered with another stage than the journal has there: Reported.", [Reported, Filed, wrong], Report, File);
    }

    [Fact]
    public void A_read_does_not_go_back_behind_what_had_ended()
    {
        var stale = At(7, 8, null, new Reply.Done(1, Stage.Reported));

        Objects($"{stale} went back behind {Filed}, which had ended.", [Reported, Filed, stale], Report, File);
    }

    [Fact]
    public void An_answer_has_not_seen_what_was_asked_for_after_it()
    {
        var early = At(2, 3, null, new Reply.Done(2, Stage.Filed));

        Objects($"{early} had seen what {Filed} was only to do.", [Reported, early, Filed], Report, File);
    }

    [Fact]
    public void A_command_does_not_stand_before_what_had_ended_when_it_was_asked()
    {
        var late = At(7, 8, Cancel, new Reply.Lost());

        Assert.Contains(
            $"{Id}: {late} stands in the journal at 2, behind {Filed with { Reply = new Reply.Done(3, Stage.Filed) }}, which had ended before it was asked.",
            Objections([Reported, late, Filed with { Reply = new Reply.Done(3, Stage.Filed) }], Story(Report, Cancel)));
    }

    [Fact]
    public void A_refusal_has_a_state_that_refuses_so()
    {
        // Filed had ended, and nobody had asked for more: dispatching is what the stage allows.
        var refused = At(7, 8, Dispatch, new Reply.Refused("case.notPossible"));
        var later = At(9, 10, Cancel, new Reply.Done(3, Stage.Cancelled));
        Objects($"{refused} was refused, but nothing between 2 and 2 refuses it so.", [Reported, Filed, refused, later], Report, File, Cancel);

        // Asked for together, either may come first.
        Assert.Empty(Objections([Reported, Filed, refused with { Ended = TimeSpan.FromMilliseconds(11) }, later], Report, File, Cancel));
    }

    [Fact]
    public void What_was_refused_whenever_it_was_asked_is_not_in_the_journal()
    {
        var refused = At(3, 5, File, new Reply.Refused("case.notFound"));

        Assert.Contains(
            $"{Id}: {refused} was refused whenever it was asked, and yet stands in the journal at 2.",
            Objections([Reported with { Ended = TimeSpan.FromMilliseconds(20) }, refused], Report, File));
    }

    [Fact]
    public void An_act_meant_for_a_version_meets_it_or_is_refused()
    {
        var meant = File with { Expected = 1 };
        var (done, refused) = (At(4, 6, meant, new Reply.Done(2, Stage.Filed)), At(4, 6, meant, new Reply.Refused("case.versionDiffers")));
        var urged = At(2, 3, With(Cancel, "x"), new Reply.Lost());

        Assert.Empty(Objections([Reported, done], Report, File));
        Objects($"{refused} was refused, but nothing between 1 and 1 refuses it so.", [Reported, refused], Report);
        var wrong = At(4, 6, File with { Expected = 2 }, new Reply.Done(2, Stage.Filed));
        Objects($"{wrong} was meant for version 2, and yet stands in the journal at 2.", [Reported, urged, wrong], Report, File);
    }

    private static Operation At(int began, int ended, CaseCommand? command, Reply reply) =>
        new(began, Id, command, TimeSpan.FromMilliseconds(began), TimeSpan.FromMilliseconds(ended), reply);

    private static T With<T>(T command, string key)
        where T : CaseCommand => command with { Origin = command.Origin with { CommandId = key } };

    /// <summary>The events of commands, one after the other.</summary>
    private static CaseEvent[] Story(params CaseCommand[] commands)
    {
        var (state, events) = (Decider.Initial, new List<CaseEvent>());
        foreach (var command in commands)
        {
            var accepted = Assert.IsType<Decision<CaseEvent>.Accepted>(Decider.Decide(state, command, EngineRun.Start));
            events.AddRange(accepted.Events);
            state = accepted.Events.Aggregate(state, Decider.Evolve);
        }

        return [.. events];
    }

    private static void Objects(string objection, Operation[] operations, params CaseCommand[] journalled) =>
        Assert.Contains($"{Id}: {objection}", Objections(operations, journalled));

    private static IReadOnlyList<string> Objections(Operation[] operations, params CaseCommand[] journalled) =>
        Objections(operations, Story(journalled));

    private static IReadOnlyList<string> Objections(Operation[] operations, CaseEvent[] journalled) => HistoryCheck.Objections(
        Decider, operations, new Dictionary<CaseId, IReadOnlyList<CaseEvent>> { [Id] = journalled });
}
