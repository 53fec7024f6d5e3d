using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;

namespace CityOps.Engine.Journal;

/// <summary>
/// The names under which events are on disk. A name is for ever: append only. Optional fields may be added to an event freely;
/// any other change needs version 2 and an upcast.
/// </summary>
public static class EventNames
{
    /// <summary>Every name with the type that reads it.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = new Dictionary<string, Type>
    {
        ["case-reported/1"] = typeof(CaseReported),
        ["case-filed/1"] = typeof(CaseFiled),
        ["case-dispatched/1"] = typeof(CaseDispatched),
        ["case-accepted/1"] = typeof(CaseAccepted),
        ["case-handled/1"] = typeof(CaseHandled),
        ["inspection-begun/1"] = typeof(InspectionBegun),
        ["case-closed/1"] = typeof(CaseClosed),
        ["shift-started/1"] = typeof(ShiftStarted),
        ["shift-ended/1"] = typeof(ShiftEnded),
        ["alarms-raised/1"] = typeof(AlarmsRaised),
        ["alarms-cleared/1"] = typeof(AlarmsCleared),
        ["case-opened-in-grid/1"] = typeof(CaseOpenedInGrid),
        ["case-closed-in-grid/1"] = typeof(CaseClosedInGrid),
        ["collector-came-on-shift/1"] = typeof(CollectorCameOnShift),
        ["collector-went-off-shift/1"] = typeof(CollectorWentOffShift),
    };
}
