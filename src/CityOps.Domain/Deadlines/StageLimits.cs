using CityOps.Domain.Catalog;

namespace CityOps.Domain.Deadlines;

/// <summary>How long the centre's own stages may take; handling has its limit from the filing condition.</summary>
public sealed record StageLimits(
    TimeLimit Verify, TimeLimit File, TimeLimit Dispatch, TimeLimit Accept, TimeLimit Inspect, TimeLimit Close)
{
    /// <summary>
    /// What cities have published: verification 30 minutes, filing and dispatch 15 each, acceptance 1 hour, inspection 2 hours; closing as
    /// filing. In working hours, so that none runs out while nobody is at the desk.
    /// </summary>
    public static StageLimits Standard { get; } =
        new(Hours(0.5m), Hours(0.25m), Hours(0.25m), Hours(1), Hours(2), Hours(0.25m));

    /// <summary>The limit of a stage of the centre.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The stage is <see cref="ClockStage.Handle"/>.</exception>
    public TimeLimit Of(ClockStage stage) => stage switch
    {
        ClockStage.Verify => Verify,
        ClockStage.File => File,
        ClockStage.Dispatch => Dispatch,
        ClockStage.Accept => Accept,
        ClockStage.Inspect => Inspect,
        ClockStage.Close => Close,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "The filing condition has the limit of handling."),
    };

    private static TimeLimit Hours(decimal amount) => new(amount, LimitClock.WorkingHours);
}
