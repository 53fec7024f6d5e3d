namespace CityOps.Domain.Cases;

/// <summary>
/// Which people of a case a caller is told of. Who reported is told to those who call back and judge the report, acceptor and shift lead;
/// which collector went, to the centre and to collectors. A department is told neither of what it has or had (监管分离): who is watched
/// must not know the watchers, nor who complained.
/// </summary>
/// <param name="Reporter">True if the reporter is told.</param>
/// <param name="Collectors">True if collectors are told.</param>
public readonly record struct CaseSight(bool Reporter, bool Collectors)
{
    private const Roles Desk = Roles.Acceptor | Roles.ShiftLead;

    private const Roles WithCollectors = Desk | Roles.Dispatcher | Roles.Leader | Roles.Collector;

    /// <summary>Which people of the case someone is told of.</summary>
    public static CaseSight Of(Actor by, KnownCase @case)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(@case);
        return by.Department is { } own && @case.File.Parties.Contains(CaseParties.Department(own))
            ? default
            : new CaseSight(by.IsIn(Desk), by.IsIn(WithCollectors));
    }

    /// <summary>
    /// Which people someone is told of in lists. A list does not know every department that a case was with: who belongs to one is
    /// told of none.
    /// </summary>
    public static CaseSight InLists(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return new CaseSight(false, by.Department is null && by.IsIn(WithCollectors));
    }

    /// <summary>True if it is told who acted: desks are, people in the street are not for everyone.</summary>
    public bool Tells(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return CaseDuties.IsEverybody(actor)
            || (actor.IsIn(Roles.Citizen) ? Reporter : !actor.IsIn(Roles.Collector) || Collectors);
    }
}
