namespace CityOps.Domain.Tests.Deadlines.Oracle;

/// <summary>Why a minute counts or does not, in the oracle's own words.</summary>
internal enum Why : byte
{
    Running,
    Night,
    Break,
    Weekend,
    Holiday,
    Exchanged,
}

/// <summary>
/// A stretch as the oracle explains it; times in milliseconds since <see cref="MinuteOracle.Epoch"/>.
/// </summary>
internal readonly record struct OracleInterval(long From, long To, bool Counted, string Why, string? Note);

/// <summary>
/// Counts time by walking every minute, each looked up in the raw calendar by its local date and time. Knows nothing of
/// the code that it judges. Times are milliseconds since <see cref="Epoch"/>; what changes the count lies on whole
/// minutes, but for the pauses of a history.
/// </summary>
internal sealed class MinuteOracle
{
    public static readonly DateTime Epoch = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public const long Minute = 60_000;

    /// <summary>Later than any end.</summary>
    public const long Never = long.MaxValue / 4;
    private const long Day = 1_440 * Minute;
    private const int Years = 5;

    private readonly int[] _countedBefore;
    private readonly Why[] _why;
    private readonly short[] _day;
    private readonly Dictionary<short, string> _notes = [];
    private readonly RawCalendar _calendar;

    public MinuteOracle(RawCalendar calendar)
    {
        _calendar = calendar;
        var minutes = (int)(Epoch.AddYears(Years) - Epoch).TotalMinutes;
        (_why, _day, _countedBefore) = (new Why[minutes], new short[minutes], new int[minutes + 1]);
        var (offset, slots, isHoliday, date) = (0, Array.Empty<RawSlot>(), false, DateOnly.MinValue);
        for (var m = 0; m < minutes; m++)
        {
            var utc = Epoch.AddMinutes(m);
            if (utc.Minute == 0)
            {
                offset = calendar.OffsetAt(utc);
            }

            var local = utc.AddMinutes(offset);
            if (DateOnly.FromDateTime(local) is var today && today != date)
            {
                date = today;
                (slots, isHoliday) = (calendar.SlotsOn(date), calendar.Holidays.TryGetValue(date, out var note));
                _notes.TryAdd(DayOf(date), note ?? calendar.Exchanged.GetValueOrDefault(date).Name);
            }

            _day[m] = DayOf(date);
            _why[m] = isHoliday
                ? Why.Holiday
                : Look((local.Hour * 60) + local.Minute, slots, calendar.Exchanged.ContainsKey(date));
            _countedBefore[m + 1] = _countedBefore[m] + (_why[m] is Why.Running or Why.Exchanged ? 1 : 0);
        }
    }

    /// <summary>A limit as the milliseconds that must count from a moment.</summary>
    public long Length(RawLimit limit, long from)
    {
        if (limit.Clock == RawClock.WorkingDays && _calendar.EndOfDay)
        {
            return Walk(limit.Clock, [], from, EndOfDay((int)Math.Ceiling(limit.Amount), from), Never).Counted;
        }

        var hours = limit.Clock switch
        {
            RawClock.WorkingDays => limit.Amount * _calendar.HoursPerDay,
            RawClock.NaturalDays => limit.Amount * 24,
            _ => limit.Amount,
        };
        return (long)(hours * 3_600_000);
    }

    /// <summary>Walks until an end or until so much has counted, whatever comes first.</summary>
    /// <returns>Where it ended, and what had counted.</returns>
    public (long At, long Counted) Walk(RawClock clock, IReadOnlyList<RawPause> pauses, long from, long end, long enough)
    {
        var (at, counted) = (from, 0L);
        foreach (var pause in pauses)
        {
            Run(pause.From);
            at = counted < enough ? Math.Min(end, pause.To) : at;
        }

        Run(end);
        return (at, counted);

        void Run(long until)
        {
            var stop = Math.Min(until, end);
            while (at < stop && counted < enough)
            {
                // A whole day at once where nothing ends within it.
                var isDay = at % Minute == 0 && at + Day <= stop && counted + InDay(clock, at) < enough;
                var next = isDay ? at + Day : Math.Min(stop, at - (at % Minute) + Minute);
                var counts = isDay ? InDay(clock, at) : Counts(clock, at) ? next - at : 0;
                (at, counted) = counted + counts > enough ? (at + enough - counted, enough) : (next, counted + counts);
            }
        }
    }

    /// <summary>Explains every stretch; neighbours that are alike are one.</summary>
    public List<OracleInterval> Explain(RawClock clock, IReadOnlyList<RawPause> pauses, long from, long end)
    {
        var stretches = new List<OracleInterval>();
        var at = from;
        foreach (var pause in pauses)
        {
            Run(Math.Min(pause.From, end));
            if (pause.From < Math.Min(pause.To, end))
            {
                var why = pause.IsSuspension ? "Suspension" : "Pause";
                Append(new OracleInterval(pause.From, Math.Min(pause.To, end), false, why, null));
            }

            at = Math.Min(pause.To, end);
        }

        Run(end);
        return stretches;

        void Run(long stop)
        {
            while (at < stop)
            {
                var first = at;
                do
                {
                    at = Math.Min(stop, at - (at % Minute) + Minute);
                }
                while (at < stop && IsAlike(clock, first, at));
                Append(Of(clock, first, at));
            }
        }

        void Append(OracleInterval next)
        {
            if (stretches.Count > 0 && stretches[^1] is var last
                && (last.Counted, last.Why, last.Note) == (next.Counted, next.Why, next.Note))
            {
                stretches[^1] = last with { To = next.To };
            }
            else
            {
                stretches.Add(next);
            }
        }
    }

    private bool IsAlike(RawClock clock, long one, long other) => !IsWorkingTime(clock)
        || (_why[one / Minute] == _why[other / Minute] && _day[one / Minute] == _day[other / Minute]);

    private OracleInterval Of(RawClock clock, long from, long to)
    {
        if (!IsWorkingTime(clock))
        {
            return new OracleInterval(from, to, true, nameof(Why.Running), null);
        }

        var why = _why[from / Minute];
        var note = why is Why.Holiday or Why.Exchanged ? _notes[_day[from / Minute]] : null;
        return new OracleInterval(from, to, why is Why.Running or Why.Exchanged, Names[(int)why], note);
    }

    private static readonly string[] Names = Enum.GetNames<Why>();

    private bool Counts(RawClock clock, long at) => !IsWorkingTime(clock) || _why[at / Minute] is Why.Running or Why.Exchanged;

    private long InDay(RawClock clock, long at) => IsWorkingTime(clock)
        ? (_countedBefore[(at + Day) / Minute] - _countedBefore[at / Minute]) * Minute
        : Day;

    private static bool IsWorkingTime(RawClock clock) => clock is RawClock.WorkingHours or RawClock.WorkingDays;

    /// <summary>The end of the last minute of working time on the n-th day with any after that of the start.</summary>
    private long EndOfDay(int number, long from)
    {
        var (start, days, current, end) = (_day[from / Minute], 0, (short)-1, 0L);
        for (var m = from / Minute; ; m++)
        {
            if (_day[m] > start && _why[m] is Why.Running or Why.Exchanged && _day[m] > start)
            {
                if (_day[m] != current)
                {
                    if (days == number)
                    {
                        return end;
                    }

                    (current, days) = (_day[m], days + 1);
                }

                end = (m + 1) * Minute;
            }
        }
    }

    private static Why Look(int minute, RawSlot[] slots, bool isExchanged)
    {
        if (slots.Length == 0)
        {
            return Why.Weekend;
        }

        if (slots.Any(s => minute >= s.From && minute < s.To))
        {
            return isExchanged ? Why.Exchanged : Why.Running;
        }

        return minute < slots[0].From || minute >= slots[^1].To ? Why.Night : Why.Break;
    }

    private static short DayOf(DateOnly date) => (short)(date.DayNumber - DateOnly.FromDateTime(Epoch).DayNumber);
}
