using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>Lists over all entities, a little behind them. Thread-safe.</summary>
public interface IReadModel
{
    /// <summary>A page of cases.</summary>
    Task<Page<CaseRow>> CasesAsync(CaseQuery query, CancellationToken cancel);

    /// <summary>A page of devices.</summary>
    Task<Page<DeviceView>> DevicesAsync(DeviceQuery query, CancellationToken cancel);

    /// <summary>The devices that were heard of at or after a moment.</summary>
    Task<IReadOnlyList<DeviceView>> HeardSinceAsync(Instant since, CancellationToken cancel);

    /// <summary>What waits in every queue, and what departments have handled since a moment.</summary>
    Task<QueueCounts> QueuesAsync(Instant handledSince, CancellationToken cancel);
}

/// <summary>A part of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Give it back as <c>after</c> to read on; null at the end.</param>
/// <param name="AsOf">Everything recorded before this moment is in the list.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, Instant AsOf);

/// <summary>What cases to list; every condition that is given holds.</summary>
public sealed record CaseQuery
{
    /// <summary>What exists for who asks.</summary>
    public Scope Scope { get; init; } = Scope.Everything;

    /// <summary>Which people who asks is told of: words find nothing that they are not.</summary>
    public CaseSight Sight { get; init; } = new(true, true);

    /// <summary>The stage.</summary>
    public Stage? Stage { get; init; }

    /// <summary>True for what still has to be dealt with, false for what has not.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>How its limits stand.</summary>
    public Light? Light { get; init; }

    /// <summary>The department that has it.</summary>
    public string? Department { get; init; }

    /// <summary>A unit grid (15 digits) or a patrol grid.</summary>
    public string? Grid { get; init; }

    /// <summary>The subclass that counts.</summary>
    public string? Category { get; init; }

    /// <summary>The subclasses that count, one of which it is of; empty for all.</summary>
    public IReadOnlyList<(CategoryKind Kind, string Code)> Categories { get; init; } = [];

    /// <summary>Where the report came from.</summary>
    public Domain.Channel? Channel { get; init; }

    /// <summary>The collector who reported it.</summary>
    public string? Collector { get; init; }

    /// <summary>Taken in at or after.</summary>
    public Instant? From { get; init; }

    /// <summary>Taken in before.</summary>
    public Instant? To { get; init; }

    /// <summary>Inside of this box.</summary>
    public GeoBox? Box { get; init; }

    /// <summary>Words of the description, the place or the number: all of them, each from its beginning.</summary>
    public string? Text { get; init; }

    /// <summary>What the order goes by.</summary>
    public CaseOrder Order { get; init; }

    /// <summary>The earliest first; the latest first by default.</summary>
    public bool Ascending { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }
}

/// <summary>What a list of cases can be ordered by.</summary>
public enum CaseOrder
{
    /// <summary>When the engine took the report in.</summary>
    ReportedAt,

    /// <summary>When something happened last.</summary>
    UpdatedAt,

    /// <summary>When the first limit that runs is due; a case without one counts as due after all others.</summary>
    DueAt,
}

/// <summary>A case in a list.</summary>
public sealed record CaseRow(
    string Id,
    long Sequence,
    Stage Stage,
    CategoryKind Kind,
    string Category,
    string? Condition,
    Domain.Channel Channel,
    string Source,
    GeoPoint Place,
    string UnitGrid,
    string Beat,
    string? Department,
    string? Description,
    Instant ObservedAt,
    Instant ReportedAt,
    Instant UpdatedAt)
{
    /// <summary>The centre in charge; null where it is not known.</summary>
    public string? Centre { get; init; }

    /// <summary>How its limits stand.</summary>
    public Light Light { get; init; }

    /// <summary>When the first of its limits is due; null where none runs.</summary>
    public Instant? DueAt { get; init; }
}

/// <summary>What waits where.</summary>
/// <param name="Open">The open cases, counted.</param>
/// <param name="Handled">How many cases each department has reported back as done since the moment that was asked for.</param>
/// <param name="AsOf">Everything recorded before this moment is counted.</param>
public sealed record QueueCounts(IReadOnlyList<QueueCount> Open, IReadOnlyDictionary<string, long> Handled, Instant AsOf);

/// <summary>Open cases of one queue in one stage under one light.</summary>
/// <param name="Department">The department that has them; null for those of a centre.</param>
/// <param name="Centre">The centre in charge of those that no department has; null where it is the city's own.</param>
/// <param name="Stage">Where they are in the workflow.</param>
/// <param name="Light">How their limits stand.</param>
/// <param name="Cases">How many.</param>
public sealed record QueueCount(string? Department, string? Centre, Stage Stage, Light Light, long Cases);

/// <summary>What devices to list; every condition that is given holds.</summary>
public sealed record DeviceQuery(DeviceKind Kind)
{
    /// <summary>Only these, by id; null for all.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>Inside of this box.</summary>
    public GeoBox? Box { get; init; }

    /// <summary>Nearest to this place first; no cursor then.</summary>
    public GeoPoint? Near { get; init; }

    /// <summary>A unit grid (15 digits) or a patrol grid.</summary>
    public string? Grid { get; init; }

    /// <summary>Online (also if silent) or not.</summary>
    public bool? Online { get; init; }

    /// <summary>How present they are.</summary>
    public Presence? Presence { get; init; }

    /// <summary>On shift or not; for collectors.</summary>
    public bool? OnShift { get; init; }

    /// <summary>At most so many, from 1.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }
}

/// <summary>A box between two corners; it does not cross the 180th meridian.</summary>
public sealed record GeoBox(GeoPoint SouthWest, GeoPoint NorthEast);

/// <summary>The cursor of a list is none that the list gave out.</summary>
public sealed class InvalidCursorException : Exception
{
    /// <summary>With the usual message.</summary>
    public InvalidCursorException()
        : base("The cursor is not one that this list gave out.")
    {
    }

    /// <summary>With a message.</summary>
    public InvalidCursorException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public InvalidCursorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
