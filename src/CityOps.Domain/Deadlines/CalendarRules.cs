using System.Collections.Immutable;
using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>How a limit in working days is read.</summary>
public enum WorkingDayReading
{
    /// <summary>A working day is so many working hours, consumed second by second.</summary>
    ConsumedHours,

    /// <summary>
    /// Due at the end of working time on the n-th working day after the day of the start; part of a day counts as one.
    /// </summary>
    EndOfDay,
}

/// <summary>A public holiday.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What it is called; explanations show it.</param>
public sealed record Holiday(LocalDate Date, string Name);

/// <summary>调休: a day that is worked in exchange for one of a holiday.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">The holiday that it is exchanged for.</param>
/// <param name="Slots">Its working time; null for that of an ordinary Monday.</param>
public sealed record ExchangedDay(LocalDate Date, string Name, DaySlots? Slots = null);

/// <summary>Working time that differs for a part of the year, such as summer hours.</summary>
/// <param name="Period">When it applies.</param>
/// <param name="Week">The working time of its weekdays.</param>
public sealed record Season(SeasonPeriod Period, WorkingWeek Week);

/// <summary>
/// What a calendar says, in local terms of its zone. The default is Monday to Friday 08:00–12:00 and 14:00–18:00,
/// without holidays.
/// </summary>
public sealed record CalendarRules
{
    /// <summary>The zone in which slots and days are meant.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Working time where no season applies.</summary>
    public WorkingWeek Week { get; init; } = WorkingWeek.Ordinary;

    /// <summary>Seasons that differ; where two apply, the later one in this list counts.</summary>
    public ImmutableArray<Season> Seasons { get; init; } = [];

    /// <summary>Public holidays; at most one a day, and none on an exchanged day.</summary>
    public ImmutableArray<Holiday> Holidays { get; init; } = [];

    /// <summary>Exchanged working days; at most one a day.</summary>
    public ImmutableArray<ExchangedDay> Exchanged { get; init; } = [];

    /// <summary>The years whose holidays are known, without a gap: <see cref="WorkingCalendar.Covers"/>.</summary>
    public ImmutableSortedSet<int> HolidayYears { get; init; } = [];

    /// <summary>How limits in working days are read.</summary>
    public WorkingDayReading Reading { get; init; } = WorkingDayReading.ConsumedHours;

    /// <summary>Working hours in a working day; above zero. 8 by default.</summary>
    public decimal HoursPerDay { get; init; } = 8;
}
