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

/// <summary>A box between two corners; it does not cross the 180th meridian.</summary>
public sealed record GeoBox(GeoPoint SouthWest, GeoPoint NorthEast);
