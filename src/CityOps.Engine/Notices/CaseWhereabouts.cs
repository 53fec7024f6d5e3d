using CityOps.Domain.Cases;

namespace CityOps.Engine.Notices;

/// <summary>Who has a case: what its events say, as far as notices need it.</summary>
/// <param name="Centre">The centre in charge; null for the city's own.</param>
/// <param name="Department">The department that has it, if one does.</param>
public sealed record CaseWhereabouts(string? Centre, string? Department)
{
    /// <summary>The case before its report.</summary>
    public static CaseWhereabouts Unknown { get; } = new(null, null);

    /// <summary>The centre above the one in charge: each code begins with that of the level above.</summary>
    public string? Above => Centre?.Length switch
    {
        12 => Centre[..9],
        9 => Centre[..6],
        _ => null,
    };

    /// <summary>The whereabouts after an event.</summary>
    public CaseWhereabouts After(CaseEvent @event) => @event switch
    {
        CaseReported e => new CaseWhereabouts(e.Centre, null),
        CaseFiled { Centre: { } centre } => this with { Centre = centre },
        CaseCorrected { Centre: { } centre } => this with { Centre = centre },
        CaseDelegated e => this with { Centre = e.Centre },
        CaseDispatched e => this with { Department = e.Department },
        CaseRedispatched e => this with { Department = e.Department },
        DisputeRuled e => this with { Department = e.Department },
        CaseReopened => this with { Department = null },
        _ => this,
    };
}
