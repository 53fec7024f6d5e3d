namespace CityOps.Domain.Tests.Deadlines.Oracle;

/// <summary>The four clocks, in the oracle's own words.</summary>
internal enum RawClock
{
    ContinuousHours,
    WorkingHours,
    WorkingDays,
    NaturalDays,
}

/// <summary>A limit in units of its clock.</summary>
internal readonly record struct RawLimit(decimal Amount, RawClock Clock);

/// <summary>A pause in milliseconds; one that is open ends at <see cref="MinuteOracle.Never"/>.</summary>
internal readonly record struct RawPause(long From, long To, bool IsSuspension);

/// <summary>What happened to one stage of one case; times in milliseconds since the oracle's epoch.</summary>
internal sealed record RawHistory(
    RawLimit Limit,
    IReadOnlyList<RawLimit> Extensions,
    long Start,
    IReadOnlyList<RawPause> Pauses,
    long? Stop,
    long Now,
    decimal Share)
{
    /// <summary>True if it stands still, but may go on.</summary>
    public bool IsPaused => Stop is null && Pauses is [.., { To: MinuteOracle.Never }];

    /// <summary>The pauses as they are after the end: a stop ends an open one.</summary>
    public IReadOnlyList<RawPause> Closed => Stop is { } stop
        ? [.. Pauses.Select(p => p with { To = Math.Min(p.To, stop) })]
        : Pauses;
}
