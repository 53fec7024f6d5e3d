using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Domain.Devices;

namespace CityOps.Domain;

/// <summary>
/// What of the city exists for a caller. A centre sees its jurisdiction, and all of it sees who acts for the whole city; a department
/// what it has or had, and its vehicles; a collector what they reported, their tasks' cases, their beat and themselves; a citizen what
/// they reported. Immutable; safe to share between threads.
/// </summary>
public sealed class Scope
{
    private const Roles Centre = Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Leader;

    // A component's code begins with its division, 6 digits; what lies below a district is not told by it.
    private const int Division = 6;

    private readonly string? _department;
    private readonly string? _collector;
    private readonly IReadOnlyList<string> _divisions;

    private Scope(
        string? area, IReadOnlyList<string> beats, IReadOnlyList<string> parties, string? department, string? collector,
        IReadOnlyList<string> divisions)
    {
        (Area, Beats, Parties) = (area, beats, parties);
        (_department, _collector, _divisions) = (department, collector, divisions);
    }

    /// <summary>The whole city.</summary>
    public static Scope Everything { get; } = new(string.Empty, [], [], null, null, []);

    /// <summary>True for one who sees all.</summary>
    public bool IsEverything => ReferenceEquals(this, Everything);

    /// <summary>The code of the jurisdiction whose centre the caller works in; null for no centre.</summary>
    public string? Area { get; }

    /// <summary>The patrol grids that the caller walks.</summary>
    public IReadOnlyList<string> Beats { get; }

    /// <summary>What the caller is to single cases (<see cref="CaseParties"/>).</summary>
    public IReadOnlyList<string> Parties { get; }

    /// <summary>True if someone works in a centre. Nobody does so from inside of a department: who is watched does not watch (监管分离).</summary>
    public static bool IsInCentre(Actor by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Department is null && by.IsIn(Centre);
    }

    /// <summary>What exists for someone.</summary>
    public static Scope Of(Actor by, CityConfiguration city)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(city);
        var isInCentre = IsInCentre(by);
        if (isInCentre && (by.Jurisdiction is not { } code || city.Jurisdictions.GetValueOrDefault(code) is { Parent: null }))
        {
            return Everything;
        }

        var area = isInCentre ? by.Jurisdiction : null;
        var collector = by.IsIn(Roles.Collector) ? by.Id : null;
        var beats = collector is null ? [] : city.Collectors.GetValueOrDefault(collector)?.PatrolGrids ?? [];
        var places = beats.Select(b => city.PatrolGrids.GetValueOrDefault(b)?.Jurisdiction).Append(area).OfType<string>();
        return new Scope(
            area, beats, [.. CaseParties.Of(by)], by.Department, collector,
            [.. places.Select(code => code.Length > Division ? code[..Division] : code).Distinct()]);
    }

    /// <summary>True if the case exists for the caller.</summary>
    public bool Sees(KnownCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        return SeesCase(@case.File.Report.UnitGrid, @case.File.Report.Beat, @case.File.Centre, @case.File.Parties);
    }

    /// <summary>True if a case exists for the caller that lies there, whose centre and parties these are.</summary>
    public bool SeesCase(string unitGrid, string beat, string? centre, IReadOnlyCollection<string> parties) =>
        SeesPlace(unitGrid, beat) || IsIn(centre) || Parties.Any(parties.Contains);

    /// <summary>True if all the cases that a department has in a jurisdiction exist for the caller; null stands for any.</summary>
    public bool Covers(string? jurisdiction, string? department) =>
        IsIn(jurisdiction) || (department is not null && Parties.Contains(CaseParties.Department(department)));

    /// <summary>True if the component exists for the caller: for its department, and for all who work in its district.</summary>
    public bool Sees(ManagedComponent component)
    {
        ArgumentNullException.ThrowIfNull(component);
        return IsEverything || component.Entry.Department == _department
            || _divisions.Any(division => component.Entry.Code.StartsWith(division, StringComparison.Ordinal));
    }

    /// <summary>True if what lies in the unit grid exists for the caller.</summary>
    public bool SeesPlace(string unitGrid, string beat) => IsIn(unitGrid) || Beats.Contains(beat);

    /// <summary>True if the patrol grid exists for the caller.</summary>
    public bool Sees(PatrolGrid beat)
    {
        ArgumentNullException.ThrowIfNull(beat);
        return IsIn(beat.Jurisdiction) || Beats.Contains(beat.Code);
    }

    /// <summary>True if the device exists for the caller; one that the city has not registered exists for who sees all.</summary>
    public bool Sees(Device device, CityConfiguration city)
    {
        ArgumentNullException.ThrowIfNull(city);
        return IsEverything || (device.Kind == DeviceKind.Collector
            ? city.Collectors.TryGetValue(device.Id, out var collector) && Sees(collector, city)
            : city.Vehicles.TryGetValue(device.Id, out var vehicle) && Sees(vehicle, city));
    }

    /// <summary>The devices of a kind that exist for the caller, by id; null for all.</summary>
    public IReadOnlyCollection<string>? DevicesOf(DeviceKind kind, CityConfiguration city)
    {
        ArgumentNullException.ThrowIfNull(city);
        return IsEverything ? null
            : kind == DeviceKind.Collector ? [.. city.Collectors.Values.Where(c => Sees(c, city)).Select(c => c.Id)]
            : [.. city.Vehicles.Values.Where(v => Sees(v, city)).Select(v => v.Id)];
    }

    private bool Sees(CollectorEntry entry, CityConfiguration city) =>
        entry.Id == _collector
        || entry.PatrolGrids.Any(beat => city.PatrolGrids.TryGetValue(beat, out var grid) && IsIn(grid.Jurisdiction));

    private bool Sees(VehicleEntry entry, CityConfiguration city) =>
        entry.Department == _department
        || (city.Departments.TryGetValue(entry.Department, out var department) && IsIn(department.Jurisdiction));

    private bool IsIn(string? code) => IsEverything || (Area is not null && CaseDuties.Covers(Area, code));
}
