using CityOps.Domain.Cases;
using CityOps.Domain.City;
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

    private readonly string? _department;
    private readonly string? _collector;

    private Scope(string? area, IReadOnlyList<string> beats, IReadOnlyList<string> parties, string? department, string? collector)
    {
        (Area, Beats, Parties) = (area, beats, parties);
        (_department, _collector) = (department, collector);
    }

    /// <summary>The whole city.</summary>
    public static Scope Everything { get; } = new(string.Empty, [], [], null, null);

    /// <summary>True for one who sees all.</summary>
    public bool IsEverything => ReferenceEquals(this, Everything);

    /// <summary>The code of the jurisdiction whose centre the caller works in; null for no centre.</summary>
    public string? Area { get; }

    /// <summary>The patrol grids that the caller walks.</summary>
    public IReadOnlyList<string> Beats { get; }

    /// <summary>What the caller is to single cases (<see cref="CaseParties"/>).</summary>
    public IReadOnlyList<string> Parties { get; }

    /// <summary>What exists for someone.</summary>
    public static Scope Of(Actor by, CityConfiguration city)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(city);
        var isInCentre = by.IsIn(Centre);
        if (isInCentre && (by.Jurisdiction is not { } code || city.Jurisdictions.GetValueOrDefault(code) is { Parent: null }))
        {
            return Everything;
        }

        var collector = by.IsIn(Roles.Collector) ? by.Id : null;
        return new Scope(
            isInCentre ? by.Jurisdiction : null,
            collector is null ? [] : city.Collectors.GetValueOrDefault(collector)?.PatrolGrids ?? [],
            [.. CaseParties.Of(by)],
            by.Department,
            collector);
    }

    /// <summary>True if the case exists for the caller.</summary>
    public bool Sees(KnownCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        return SeesPlace(@case.File.Report.UnitGrid, @case.File.Report.Beat) || IsIn(@case.File.Centre)
            || Parties.Any(@case.File.Parties.Contains);
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
