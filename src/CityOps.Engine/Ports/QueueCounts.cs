using CityOps.Domain.Cases;
using NodaTime;

namespace CityOps.Engine.Ports;

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
