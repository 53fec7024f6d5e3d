using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>
/// A case that is with a department which the city has no more: nobody is left who could send it back, and so whoever dispatches it
/// anew takes it back by that.
/// </summary>
internal static class LostDepartment
{
    private static readonly Actor Self = new("city", Roles.System);

    /// <summary>What takes the case back; null where its department is there, or could not send it back now either.</summary>
    public static CaseReturned? Returned(KnownCase @case, CityConfiguration city, Instant now) =>
        @case is AssignedCase { Stage: Stage.Dispatched or Stage.Handling, Assignment.Department: var lost, File: var file }
        && !city.Departments.ContainsKey(lost)
            ? new CaseReturned(
                file.Id,
                new Stamp(now, now, Self, Channel.System, $"lost-{lost}-{file.Counts.Returns + 1}", city.Version),
                lost,
                $"The city has no department '{lost}' any more.")
            : null;
}
