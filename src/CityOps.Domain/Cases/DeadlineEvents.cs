using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>A step of a clock's escalation was reached; each once.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When it was noticed; observed when it was due.</param>
/// <param name="Clock">What is limited.</param>
/// <param name="Round">Which run of that clock.</param>
/// <param name="Step">The step of the policy; <c>due</c> for the deadline itself where the policy has no step there.</param>
/// <param name="StepAt">When the step was due.</param>
/// <param name="Due">When the limit is or was due.</param>
/// <param name="Late">How much later than the step it was noticed.</param>
/// <param name="Notices">Who is told, and how.</param>
public sealed record DeadlinePassed(
    CaseId Case, Stamp Stamp, ClockStage Clock, int Round, string Step, Instant StepAt, Instant Due, Duration Late,
    IReadOnlyList<Notice> Notices) : CaseEvent(Case, Stamp);

/// <summary>Another calendar came into force for the case, or the case came under another one, and deadlines moved.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, and under which policy.</param>
/// <param name="Before">The clocks as they had been computed.</param>
public sealed record DeadlinesRecomputed(CaseId Case, Stamp Stamp, IReadOnlyList<CaseClock> Before) : CaseEvent(Case, Stamp);

/// <summary>Someone is told of a step.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Role">Who is told.</param>
/// <param name="Jurisdiction">The centre whose people they are; null for the city's own.</param>
/// <param name="Department">The department whose people they are, if it is one.</param>
/// <param name="Collector">The collector, if it is one.</param>
public sealed record Notice(
    EscalationKind Kind, Roles Role, string? Jurisdiction = null, string? Department = null, string? Collector = null);
