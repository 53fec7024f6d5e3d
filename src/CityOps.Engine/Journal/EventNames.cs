using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;

namespace CityOps.Engine.Journal;

/// <summary>
/// The names under which events are on disk. A name is for ever: append only. Optional fields may be added to an event freely;
/// any other change needs version 2, which one release reads and the next one writes: while nodes are changed one after the other, each
/// reads what the others write (decision 37).
/// </summary>
public static class EventNames
{
    /// <summary>Every name with the type that reads it: the event itself, or an <see cref="IEventVersion"/> of it.</summary>
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
        ["case-self-handled/1"] = typeof(CaseSelfHandled),
        ["verification-asked/1"] = typeof(VerificationAsked),
        ["case-refused/1"] = typeof(CaseRefused),
        ["case-corrected/1"] = typeof(CaseCorrected),
        ["case-merged/1"] = typeof(CaseMerged),
        ["duplicate-counted/1"] = typeof(DuplicateCounted),
        ["similar-found/1"] = typeof(SimilarFound),
        ["case-delegated/1"] = typeof(CaseDelegated),
        ["case-returned/1"] = typeof(CaseReturned),
        ["case-redispatched/1"] = typeof(CaseRedispatched),
        ["return-rejected/1"] = typeof(ReturnRejected),
        ["case-disputed/1"] = typeof(CaseDisputed),
        ["dispute-ruled/1"] = typeof(DisputeRuled),
        ["extension-asked/1"] = typeof(ExtensionAsked),
        ["extension-approved/1"] = typeof(ExtensionApproved),
        ["extension-rejected/1"] = typeof(ExtensionRejected),
        ["suspension-asked/1"] = typeof(SuspensionAsked),
        ["case-suspended/1"] = typeof(CaseSuspended),
        ["suspension-rejected/1"] = typeof(SuspensionRejected),
        ["case-resumed/1"] = typeof(CaseResumed),
        ["case-reworked/1"] = typeof(CaseReworked),
        ["case-reopened/1"] = typeof(CaseReopened),
        ["case-cancelled/1"] = typeof(CaseCancelled),
        ["case-urged/1"] = typeof(CaseUrged),
        ["case-supervised/1"] = typeof(CaseSupervised),
        ["case-appealed/1"] = typeof(CaseAppealed),
        ["appeal-ruled/1"] = typeof(AppealRuled),
        ["follow-up-called/1"] = typeof(FollowUpCalled),
        ["task-given/1"] = typeof(TaskGiven),
        ["task-answered/1"] = typeof(TaskAnswered),
        ["deadline-passed/1"] = typeof(DeadlinePassed),
        ["deadlines-recomputed/1"] = typeof(DeadlinesRecomputed),
        ["task-given-in-grid/1"] = typeof(TaskGivenInGrid),
        ["task-waits-in-grid/1"] = typeof(TaskWaitsInGrid),
        ["task-overdue-in-grid/1"] = typeof(TaskOverdueInGrid),
        ["task-ended-in-grid/1"] = typeof(TaskEndedInGrid),
        ["task-taken/1"] = typeof(TaskTaken),
        ["task-left/1"] = typeof(TaskLeft),
        ["duplicate-declined/1"] = typeof(DuplicateDeclined),
        ["merge-undone/1"] = typeof(MergeUndone),
        ["geofence-entered/1"] = typeof(GeofenceEntered),
        ["geofence-left/1"] = typeof(GeofenceLeft),
        ["speeding-ended/1"] = typeof(SpeedingEnded),
        ["command-given/1"] = typeof(CommandGiven),
        ["command-delivered/1"] = typeof(CommandDelivered),
        ["command-answered/1"] = typeof(CommandAnswered),
        ["command-expired/1"] = typeof(CommandExpired),

        // No events but states, in snapshots.
        ["grid/1"] = typeof(Grid),
        ["vehicle/1"] = typeof(Vehicle),
        ["collector/1"] = typeof(Collector),
    };

    /// <summary>
    /// Events that are written as another version than the one that they are: as the one that the release before reads. None now.
    /// </summary>
    public static IReadOnlyDictionary<Type, Func<object, IEventVersion>> WrittenAs { get; } = new Dictionary<Type, Func<object, IEventVersion>>();
}

/// <summary>The JSON of an event in a version that is not the event's own.</summary>
public interface IEventVersion
{
    /// <summary>The event that it tells of.</summary>
    object ToEvent();
}
