using System.Collections.Immutable;
using CityOps.Domain.Cases;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Collectors;

/// <summary>信息采集员: what the journal knows of a collector.</summary>
/// <param name="OnShift">True from the beginning of a shift to its end.</param>
/// <param name="ShiftChangedAt">
/// When the handset last began or ended a shift, by its clock; an end counts also where none had begun, a beginning also where one lasts.
/// </param>
public sealed record Collector(bool OnShift, Instant ShiftChangedAt)
{
    /// <summary>The tasks in hand, oldest first.</summary>
    public ImmutableList<TaskInHand> InHand { get; init; } = [];

    /// <summary>How far each grid's news of tasks are known: the number of its newest event.</summary>
    public ImmutableSortedDictionary<string, long> Heard { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The commands that wait for an answer, and the last that have ended; oldest first.</summary>
    public ImmutableList<DownlinkCommand> Commands { get; init; } = [];
}

/// <summary>A verification or inspection that a collector has to do.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Kind">What for.</param>
/// <param name="Case">The case.</param>
/// <param name="From">By which event of which grid the collector got it.</param>
/// <param name="GivenAt">When that was.</param>
/// <param name="Due">When it is handed on if it is not answered by then.</param>
/// <param name="Place">Where to go, in WGS-84.</param>
/// <param name="Text">What to look at.</param>
public sealed record TaskInHand(
    string Id, TaskKind Kind, CaseId Case, GridNews From, Instant GivenAt, Instant Due, GeoPoint Place, string Text);

/// <summary>An event of a grid.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Number">Its place among the grid's events: 1, 2, 3 …</param>
public sealed record GridNews(string Grid, long Number);

/// <summary>How a task left a collector's hands.</summary>
public enum TaskEnd
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>Another collector gets it, or it waits for one.</summary>
    HandedOn,

    /// <summary>The case does not want it any more.</summary>
    Withdrawn,
}
