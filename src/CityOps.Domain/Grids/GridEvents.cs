using CityOps.Domain.Cases;
using NodaTime;

namespace CityOps.Domain.Grids;

/// <summary>What happened to a grid; kept for ever.</summary>
public abstract record GridEvent(string Grid, Stamp Stamp)
{
    /// <summary>When the grid must decide by itself from then on; null where that did not change.</summary>
    public GridSchedule? Schedule { get; init; }
}

/// <summary>When a grid must decide by itself.</summary>
/// <param name="Wake">When; null for never.</param>
public sealed record GridSchedule(Instant? Wake);

/// <summary>A case opened in the grid.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Stamp">When, and under which policy.</param>
/// <param name="Case">The case.</param>
/// <param name="Opened">What the grid knows of it.</param>
/// <param name="Similar">Other open cases of the grid that may be the same problem, nearest first; null for none.</param>
public sealed record CaseOpenedInGrid(string Grid, Stamp Stamp, string Case, OpenCase Opened, IReadOnlyList<string>? Similar = null)
    : GridEvent(Grid, Stamp);

/// <summary>A case in the grid is open no more.</summary>
public sealed record CaseClosedInGrid(string Grid, Stamp Stamp, string Case) : GridEvent(Grid, Stamp);

/// <summary>A collector is on shift in the grid.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Stamp">When, and under which policy.</param>
/// <param name="Collector">The collector.</param>
/// <param name="Number">Which of the collector's events said so; null in journals from before it was kept.</param>
public sealed record CollectorCameOnShift(string Grid, Stamp Stamp, string Collector, long? Number = null) : GridEvent(Grid, Stamp);

/// <summary>A collector's shift in the grid ended, or the grid is not their beat any more.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Stamp">When, and under which policy.</param>
/// <param name="Collector">The collector.</param>
/// <param name="Number">Which of the collector's events said so; null where none did, and likewise.</param>
public sealed record CollectorWentOffShift(string Grid, Stamp Stamp, string Collector, long? Number = null) : GridEvent(Grid, Stamp);

/// <summary>A collector got a task.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Stamp">When, and under which policy.</param>
/// <param name="Offer">What is to be done, and where.</param>
/// <param name="Collector">Who got it.</param>
/// <param name="Due">When it is handed on if it is not answered by then.</param>
/// <param name="From">Who had it until then; null where it is new or waited.</param>
public sealed record TaskGivenInGrid(string Grid, Stamp Stamp, TaskOffer Offer, string Collector, Instant Due, string? From)
    : GridEvent(Grid, Stamp);

/// <summary>Nobody is there for a task: it waits in the grid.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Stamp">When, and under which policy.</param>
/// <param name="Offer">What is to be done, and where.</param>
/// <param name="From">Who had it until then; null where it is new.</param>
public sealed record TaskWaitsInGrid(string Grid, Stamp Stamp, TaskOffer Offer, string? From) : GridEvent(Grid, Stamp);

/// <summary>A task's limit ran out and nobody else was there: it stays with the collector until someone is.</summary>
public sealed record TaskOverdueInGrid(string Grid, Stamp Stamp, string Task, string Collector) : GridEvent(Grid, Stamp);

/// <summary>A task is over.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Stamp">When, and under which policy.</param>
/// <param name="Task">The task's id.</param>
/// <param name="Collector">Who had it; null where it still waited.</param>
/// <param name="Answered">True if it was answered; false if the case does not want it any more.</param>
public sealed record TaskEndedInGrid(string Grid, Stamp Stamp, string Task, string? Collector, bool Answered)
    : GridEvent(Grid, Stamp);
