using System.Collections.Immutable;
using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>A stretch of working time within one local day.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="To">The first moment after it; midnight stands for the end of the day.</param>
public readonly record struct Slot(LocalTime From, LocalTime To)
{
    /// <summary>True if it ends after it starts.</summary>
    public bool IsSound => To == LocalTime.Midnight || To > From;
}

/// <summary>The working time of one day: slots in order, none overlapping; equal if the slots are.</summary>
public sealed record DaySlots
{
    /// <summary>No working time.</summary>
    public static readonly DaySlots None = new([]);

    /// <param name="slots">In order of time.</param>
    /// <exception cref="ArgumentException">A slot is empty, or begins before the last one has ended.</exception>
    public DaySlots(ImmutableArray<Slot> slots)
    {
        var open = LocalTime.Midnight;
        for (var i = 0; i < slots.Length; i++)
        {
            if (!slots[i].IsSound || slots[i].From < open || (i > 0 && open == LocalTime.Midnight))
            {
                throw new ArgumentException("Slots must be in order, not empty, and must not overlap.", nameof(slots));
            }

            open = slots[i].To;
        }

        Slots = slots;
    }

    /// <summary>The slots in order.</summary>
    public ImmutableArray<Slot> Slots { get; }

    /// <summary>True if nobody works.</summary>
    public bool IsEmpty => Slots.IsEmpty;

    /// <inheritdoc/>
    public bool Equals(DaySlots? other) => other is not null && Slots.AsSpan().SequenceEqual(other.Slots.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Slots.Aggregate(0, HashCode.Combine);
}

/// <summary>The working time of each weekday.</summary>
public sealed class WorkingWeek
{
    private static readonly DaySlots OrdinaryDay = new(
    [
        new Slot(new LocalTime(8, 0), new LocalTime(12, 0)),
        new Slot(new LocalTime(14, 0), new LocalTime(18, 0)),
    ]);

    private readonly ImmutableArray<DaySlots> _days;

    /// <param name="days">The days that are worked; at least one. Monday lends its slots to exchanged days.</param>
    /// <exception cref="ArgumentException">No day has a slot.</exception>
    public WorkingWeek(IReadOnlyDictionary<IsoDayOfWeek, DaySlots> days)
    {
        _days = [.. Enumerable.Range(1, 7).Select(day => days.GetValueOrDefault((IsoDayOfWeek)day, DaySlots.None))];
        if (_days.All(d => d.IsEmpty))
        {
            throw new ArgumentException("A week needs working time on some day.", nameof(days));
        }
    }

    /// <summary>Monday to Friday, 08:00–12:00 and 14:00–18:00.</summary>
    public static WorkingWeek Ordinary { get; } = MondayToFriday(OrdinaryDay);

    /// <summary>The same slots from Monday to Friday, and none at the weekend.</summary>
    public static WorkingWeek MondayToFriday(DaySlots slots) =>
        new(Enumerable.Range(1, 5).ToDictionary(day => (IsoDayOfWeek)day, _ => slots));

    /// <summary>The working time of a weekday.</summary>
    public DaySlots On(IsoDayOfWeek day) => _days[(int)day - 1];
}
