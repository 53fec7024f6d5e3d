using System.Collections.Frozen;

namespace CityOps.Domain.Deadlines;

/// <summary>
/// The calendars of a city: one for all, and others where a jurisdiction has its own. Immutable; thread-safe.
/// </summary>
public sealed class CalendarBook
{
    private readonly FrozenDictionary<string, WorkingCalendar> _own;
    private readonly int[] _lengths;

    /// <param name="city">The calendar of every jurisdiction that inherits no other.</param>
    /// <param name="own">Others, by the code of the jurisdiction that they begin at; those below inherit them.</param>
    public CalendarBook(WorkingCalendar city, IReadOnlyDictionary<string, WorkingCalendar>? own = null)
    {
        (City, Own) = (city, own ?? FrozenDictionary<string, WorkingCalendar>.Empty);
        _own = Own.ToFrozenDictionary(StringComparer.Ordinal);
        _lengths = [.. _own.Keys.Select(code => code.Length).Distinct().OrderDescending()];
    }

    /// <summary>The calendar of every jurisdiction that inherits no other.</summary>
    public WorkingCalendar City { get; }

    /// <summary>The calendars by the code of the jurisdiction that they begin at.</summary>
    public IReadOnlyDictionary<string, WorkingCalendar> Own { get; }

    /// <summary>
    /// The calendar of a place: that of the nearest jurisdiction above it which has its own, else the city's.
    /// </summary>
    /// <param name="jurisdictionOrUnitGridCode">
    /// A jurisdiction, a unit grid, or anything else that begins with a division code; null for the city's.
    /// </param>
    public WorkingCalendar For(string? jurisdictionOrUnitGridCode)
    {
        var byCode = _own.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _lengths)
        {
            if (jurisdictionOrUnitGridCode?.Length >= length
                && byCode.TryGetValue(jurisdictionOrUnitGridCode.AsSpan(0, length), out var calendar))
            {
                return calendar;
            }
        }

        return City;
    }
}
