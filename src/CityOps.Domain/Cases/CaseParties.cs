namespace CityOps.Domain.Cases;

/// <summary>
/// Who has to do with a case wherever it lies: who reported it, the departments that have or had it, the collectors who have or had
/// one of its tasks. What a party has seen once it goes on seeing: a department answers for what it did when the case is appealed or
/// taken up again.
/// </summary>
public static class CaseParties
{
    /// <summary>The parties that an event brings in; none for most.</summary>
    public static IReadOnlyList<string> Of(CaseEvent @event) => @event switch
    {
        CaseReported e => [.. ReportersOf(e)],
        CaseDispatched e => [Department(e.Department)],
        CaseRedispatched e => [Department(e.Department)],
        DisputeRuled e => [Department(e.Department)],
        TaskGiven { Collector: { } collector } => [Collector(collector)],
        TaskAnswered e => [Collector(e.Stamp.By.Id)],
        _ => [],
    };

    /// <summary>The parties that a person or system is.</summary>
    public static IEnumerable<string> Of(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.IsIn(Roles.Collector))
        {
            yield return Collector(by.Id);
        }

        if (by.IsIn(Roles.Citizen))
        {
            yield return Citizen(by.Id);
        }

        if (by is { Department: { } department } && by.IsIn(Roles.Handler))
        {
            yield return Department(department);
        }

        if (by.Roles == Roles.None || by.IsIn(~(Roles.Collector | Roles.Citizen)))
        {
            yield return Desk(by.Id);
        }
    }

    /// <summary>The one person or system that someone is. An id says nothing without their role: a citizen's and a collector's may be the same.</summary>
    public static string PersonOf(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.IsIn(Roles.Collector) ? Collector(by.Id) : by.IsIn(Roles.Citizen) ? Citizen(by.Id) : Desk(by.Id);
    }

    private static IEnumerable<string> ReportersOf(CaseReported e)
    {
        yield return PersonOf(e.Stamp.By);

        // A gateway reports for those whom it names; what a hotline writes there is no id.
        if (e.Report is { Channel: Channel.Collector, Reporter: { } collector })
        {
            yield return Collector(collector);
        }

        if (e.Report is { Channel: Channel.CitizenApp, Reporter: { } citizen })
        {
            yield return Citizen(citizen);
        }
    }

    /// <summary>A department as a party.</summary>
    public static string Department(string id) => $"departments/{id}";

    private static string Collector(string id) => $"collectors/{id}";

    private static string Citizen(string id) => $"citizens/{id}";

    private static string Desk(string id) => $"desk/{id}";
}
