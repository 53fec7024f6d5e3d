namespace CityOps.Domain.Cases;

/// <summary>
/// Who may do which act in which stage. One table serves the decision, the refusal's text and the list of what is allowed,
/// so that they cannot differ.
/// </summary>
public static class CaseRules
{
    private static readonly Dictionary<CaseAct, (Stage Stage, Roles Roles)> Table = new()
    {
        [CaseAct.File] = (Stage.Reported, Roles.ShiftLead),
        [CaseAct.Dispatch] = (Stage.Filed, Roles.Dispatcher),
        [CaseAct.Accept] = (Stage.Dispatched, Roles.Handler),
        [CaseAct.Handled] = (Stage.Handling, Roles.Handler),
        [CaseAct.Inspect] = (Stage.Handled, Roles.Dispatcher | Roles.ShiftLead),
        [CaseAct.Close] = (Stage.Inspecting, Roles.ShiftLead),
    };

    /// <summary>Every act in the order of the workflow.</summary>
    public static IReadOnlyList<CaseAct> Acts { get; } = [.. Table.Keys];

    /// <summary>The acts that the stage allows to someone.</summary>
    public static IReadOnlyList<CaseAct> AllowedIn(Stage stage) => [.. Acts.Where(act => Table[act].Stage == stage)];

    /// <summary>The acts that this caller may do now.</summary>
    public static IReadOnlyList<CaseAct> AllowedTo(Actor by, KnownCase @case) =>
        [.. Acts.Where(act => Check(act, by, @case) is null)];

    /// <summary>Why the caller may not do the act now, or null if they may.</summary>
    public static Rejection? Check(CaseAct act, Actor by, KnownCase @case)
    {
        var (stage, roles) = Table[act];
        if (@case.Stage != stage)
        {
            return CaseRejections.NotPossible(act, @case.Stage);
        }

        if (!by.IsIn(roles))
        {
            return CaseRejections.RoleMissing(act, roles);
        }

        return (act, @case) switch
        {
            (CaseAct.Accept or CaseAct.Handled, AssignedCase a)
                when by.Department is { } own && own != a.Assignment.Department => CaseRejections.OtherDepartment,
            (CaseAct.Inspect or CaseAct.Close, AssignedCase a)
                when by.Department == a.Assignment.Department => CaseRejections.OwnWork,
            _ => null,
        };
    }
}
