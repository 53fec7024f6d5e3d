using CityOps.Domain.Cases;
using NodaTime;

namespace CityOps.Engine.Changes;

/// <summary>What an event has made of a case, for whoever follows cases from outside.</summary>
/// <param name="Case">The case.</param>
/// <param name="Sequence">The event's place among those of the case: 1, 2, 3 …</param>
/// <param name="Type">What happened, by <see cref="CaseEventName"/>.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Before">The case before it; null for its first event.</param>
/// <param name="After">The case after it.</param>
public sealed record CaseChange(CaseId Case, long Sequence, string Type, Instant At, CaseOutline? Before, CaseOutline After)
{
    /// <summary>Unique among all events, and the same however often it is told.</summary>
    public string Id => $"{Case}-{Sequence}";

    /// <summary>True if the case was or is of the place: who has it hears too that it leaves.</summary>
    public bool IsOf(string? jurisdiction, string? department) =>
        After.IsOf(jurisdiction, department) || Before?.IsOf(jurisdiction, department) == true;
}
