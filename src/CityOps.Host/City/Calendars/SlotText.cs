using System.Collections.Immutable;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Host.City.Calendars;

/// <summary>
/// Reads the slots of a day: <c>["08:00-12:00","14:00-18:00"]</c>; <c>24:00</c> is the end of the day.
/// </summary>
internal static class SlotText
{
    private const string EndOfDay = "24:00";
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>The slots, or none after a fault.</summary>
    public static DaySlots Read(IReadOnlyList<string> texts, Record record)
    {
        var slots = ImmutableArray.CreateBuilder<Slot>(texts.Count);
        foreach (var text in texts)
        {
            if (!TryParse(text, out var slot))
            {
                record.Fault($"'{text}' is no slot", "Give two times of one day, the later one second: 08:00-12:00");
                return DaySlots.None;
            }

            if (slots is [.., var before] && (before.To == LocalTime.Midnight || slot.From < before.To))
            {
                record.Fault(
                    $"The slot {text} begins before the one in front of it has ended",
                    "Put slots in order, none overlapping");
                return DaySlots.None;
            }

            slots.Add(slot);
        }

        return new DaySlots(slots.ToImmutable());
    }

    /// <summary>A slot as it is read.</summary>
    public static bool TryParse(string text, out Slot slot)
    {
        slot = default;
        if (text.Split('-') is not [var first, var last]
            || Minute.Parse(first) is not { Success: true, Value: var from })
        {
            return false;
        }

        var to = Minute.Parse(last == EndOfDay ? "00:00" : last);
        slot = new Slot(from, to.Success ? to.Value : from);
        return to.Success && (last == EndOfDay || slot.To > slot.From);
    }
}
