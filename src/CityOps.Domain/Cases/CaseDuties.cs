namespace CityOps.Domain.Cases;

/// <summary>
/// 监管分离: whose part an act is. A department handles its own cases alone, and never watches over them; a centre acts on what lies in
/// its jurisdiction, and dispatches what it is in charge of.
/// </summary>
internal static class CaseDuties
{
    private const Roles EveryRole =
        Roles.Collector | Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Handler | Roles.Leader | Roles.Citizen;

    /// <summary>The acts that decide where a case goes or what a department gets: for the centre in charge, or one above it.</summary>
    private static readonly CaseAct[] OfTheCentreInCharge =
    [
        CaseAct.Dispatch, CaseAct.Redispatch, CaseAct.RejectReturn, CaseAct.ApproveExtension, CaseAct.RejectExtension,
        CaseAct.ApproveSuspension, CaseAct.RejectSuspension,
    ];

    public static Rejection? Check(CaseAct act, Actor by, Roles roles, KnownCase @case)
    {
        var department = (@case as AssignedCase)?.Assignment.Department;
        if (by.IsIn(roles & Roles.Handler) && (IsEverybody(by) || (department is not null && by.Department == department)))
        {
            return null;
        }

        if (!by.IsIn(roles & ~Roles.Handler))
        {
            return CaseRejections.OtherDepartment;
        }

        if (department is not null && by.Department == department && act != CaseAct.Urge)
        {
            return CaseRejections.OwnWork;
        }

        if (!Covers(by.Jurisdiction, @case.File.Report.UnitGrid))
        {
            return CaseRejections.OtherJurisdiction;
        }

        return OfTheCentreInCharge.Contains(act) && !Covers(by.Jurisdiction, @case.File.Centre)
            ? CaseRejections.OtherCentre(@case.File.Centre)
            : null;
    }

    /// <summary>
    /// The one exception to a handler's department: who holds every role of the workflow and belongs nowhere stands in for all people
    /// at once, as the demo's caller does who does not say who acts.
    /// </summary>
    public static bool IsEverybody(Actor by) =>
        by is { Jurisdiction: null, Department: null } && (by.Roles & EveryRole) == EveryRole;

    /// <summary>True if the jurisdiction is, or lies above, the one that the code begins with. Null: the whole city.</summary>
    public static bool Covers(string? jurisdiction, string? code) =>
        jurisdiction is null || code?.StartsWith(jurisdiction, StringComparison.Ordinal) == true;

    /// <summary>
    /// True if the actor's centre lies above the one in charge. Who acts for the whole city acts for its root; above that there are
    /// only the root's leaders.
    /// </summary>
    public static bool IsAbove(Actor by, CaseFile file)
    {
        var own = by.Jurisdiction ?? file.Root;
        var centre = file.Centre ?? file.Root;
        return own == centre ? own == file.Root && by.IsIn(Roles.Leader) : Covers(own, centre);
    }
}
