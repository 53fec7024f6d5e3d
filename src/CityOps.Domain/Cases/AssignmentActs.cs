using CityOps.Domain.City;

namespace CityOps.Domain.Cases;

/// <summary>Who is to handle the case: dispatch, return, dispute, and their rulings.</summary>
internal sealed class AssignmentActs(CityConfiguration city)
{
    public Decision<CaseEvent>? Decide(KnownCase state, CaseActCommand command, Stamp stamp) => command switch
    {
        DispatchCase { Department: null, Centre: null } =>
            Reject(CaseRejections.Required("department", "Name the department, or the centre below that dispatches on.")),
        DispatchCase { Department: not null, Centre: not null } =>
            Reject(CaseRejections.OutOfRange("centre", "Name a department or a centre, not both.")),
        DispatchCase { Centre: { } centre } c => IsBelow(centre, state)
            ? Accept(new CaseDelegated(c.Case, stamp, centre, c.Note))
            : Reject(CaseRejections.UnknownCentre(centre)),
        DispatchCase { Department: { } department } c =>
            To(state, department, new CaseDispatched(c.Case, stamp, department, c.Note)),
        RedispatchCase c => To(state, c.Department, new CaseRedispatched(c.Case, stamp, c.Department, c.Note)),
        RuleDispute c => city.Departments.ContainsKey(c.Department)
            ? Accept(new DisputeRuled(c.Case, stamp, c.Department, c.Note))
            : Reject(CaseRejections.UnknownDepartment(c.Department)),

        ReturnCase { Reason.Length: 0 } or RejectReturn { Reason.Length: 0 } or DisputeCase { Reason.Length: 0 } =>
            Reject(CaseRejections.Required("reason", "A case is not sent back, kept or disputed without a reason.")),
        AcceptCase c => Accept(new CaseAccepted(c.Case, stamp)),
        ReturnCase c when state is AssignedCase s => Accept(new CaseReturned(c.Case, stamp, s.Assignment.Department, c.Reason)),
        RejectReturn c => Accept(new ReturnRejected(c.Case, stamp, c.Reason)),
        DisputeCase c => Accept(new CaseDisputed(c.Case, stamp, c.Reason)),
        _ => null,
    };

    private Decision<CaseEvent> To(KnownCase state, string id, CaseEvent sent) =>
        !city.Departments.TryGetValue(id, out var department) ? Reject(CaseRejections.UnknownDepartment(id))
        : state.File.Centre is { } centre
            && !CaseDuties.Covers(centre, department.Jurisdiction) && !CaseDuties.Covers(department.Jurisdiction, centre)
            ? Reject(CaseRejections.DepartmentOutside(id))
            : Accept(sent);

    private bool IsBelow(string centre, KnownCase state) =>
        city.Jurisdictions.ContainsKey(centre)
        && centre != state.File.Centre
        && (state.File.Centre is not { } own || CaseDuties.Covers(own, centre))
        && CaseDuties.Covers(centre, state.File.Report.UnitGrid);

    private static Decision<CaseEvent> Accept(CaseEvent @event) => Decision<CaseEvent>.Accept(@event);

    private static Decision<CaseEvent> Reject(Rejection reason) => Decision<CaseEvent>.Reject(reason);
}
