using CityOps.Domain;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Policies;

/// <summary>Reads what a step does, and refuses what has no meaning: such as to urge the department of a case that has none yet.</summary>
internal static class ActionReader
{
    private const Roles Desk = Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher;

    private static readonly IReadOnlyDictionary<string, EscalationKind> Kinds = Words.All<EscalationKind>();
    private static readonly IReadOnlyDictionary<string, EscalationScope> Scopes = Words.All<EscalationScope>();
    private static readonly IReadOnlyDictionary<string, Roles> RoleWords =
        new[] { Roles.Collector, Roles.Handler, Roles.Acceptor, Roles.ShiftLead, Roles.Dispatcher, Roles.Leader }.ToDictionary(Words.Of);

    /// <summary>The stages in which a case has whom the scope names; a scope that is not here is always there.</summary>
    private static readonly Dictionary<EscalationScope, ClockStage[]> StagesWith = new()
    {
        [EscalationScope.Department] = [ClockStage.Accept, ClockStage.Handle, ClockStage.Inspect, ClockStage.Close],
        [EscalationScope.Collector] = [ClockStage.Verify, ClockStage.Inspect],
    };

    /// <param name="step">The step.</param>
    /// <param name="stages">
    /// What its rule limits; empty for all. Null where the rule is at fault or is none: then nobody can say whom a case has there.
    /// </param>
    public static IReadOnlyList<EscalationAction> Read(Record step, IReadOnlyList<ClockStage>? stages)
    {
        var records = step.Records("actions");
        var actions = records.Select(r => Action(r, stages)).OfType<EscalationAction>().ToList();
        if (step.IsSound && actions.Count == 0)
        {
            step.Fault("The step does nothing", "Give it at least one action");
        }

        if (actions.Distinct().Count() < actions.Count)
        {
            step.Fault("The step does the same twice", "Keep one of the actions");
        }

        return actions;
    }

    private static EscalationAction? Action(Record record, IReadOnlyList<ClockStage>? stages)
    {
        var kind = record.Word("do", Kinds, "action");
        var role = record.Word("role", RoleWords, "role");
        var scope = record.Word("of", Scopes, "scope");
        record.NoMore();
        if (kind is not { } k || role is not { } r || scope is not { } s)
        {
            return null;
        }

        if (stages is not null)
        {
            CheckScope(record, s, stages);
        }

        if ((r & RolesFor(k, s)) == 0)
        {
            record.Fault(
                $"'{Words.Of(k)} {Words.Of(r)}' of the {Words.Of(s)} has no meaning",
                "See docs/escalation.md for who can be told what");
        }

        return new EscalationAction(k, r, s);
    }

    private static void CheckScope(Record record, EscalationScope scope, IReadOnlyList<ClockStage> stages)
    {
        if (!StagesWith.TryGetValue(scope, out var having))
        {
            return;
        }

        var unfit = stages.Except(having).Select(Words.Of).ToList();
        if (unfit.Count > 0 || stages.Count == 0)
        {
            record.Fault(
                $"A case has no {Words.Of(scope)} in {(stages.Count == 0 ? "every stage" : $"the stage {string.Join(", ", unfit)}")}",
                $"Keep '{Words.Of(scope)}' to rules for {string.Join(", ", having.Select(Words.Of))}");
        }
    }

    /// <summary>Who can be told so: work is urged of those who have it, raised and supervised by leaders.</summary>
    private static Roles RolesFor(EscalationKind kind, EscalationScope scope) => (kind, scope) switch
    {
        (EscalationKind.Notify, EscalationScope.Department) => Roles.Handler | Roles.Leader,
        (EscalationKind.Notify, EscalationScope.Collector) => Roles.Collector,
        (EscalationKind.Notify, _) => Desk | Roles.Leader,
        (EscalationKind.Urge, EscalationScope.Department) => Roles.Handler,
        (EscalationKind.Urge, EscalationScope.Collector) => Roles.Collector,
        (EscalationKind.Urge, EscalationScope.Centre) => Desk,
        (EscalationKind.Raise, EscalationScope.Above or EscalationScope.City) => Roles.Leader,
        (EscalationKind.Supervise, EscalationScope.Centre or EscalationScope.Above or EscalationScope.City) => Roles.Leader,
        _ => Roles.None,
    };
}
