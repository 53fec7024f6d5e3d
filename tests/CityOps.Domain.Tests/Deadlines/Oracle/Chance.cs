namespace CityOps.Domain.Tests.Deadlines.Oracle;

/// <summary>Makes calendars and histories from a seed: the same seed gives the same.</summary>
internal sealed class Chance(int seed)
{
    private const long Hour = 60 * MinuteOracle.Minute;
    private static readonly string[] Names = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];
    private static readonly decimal[] Shares = [0.25m, 0.75m, 1m, 1.5m, 2m];
    private readonly Random _random = new(seed);

    public RawCalendar Calendar()
    {
        var zone = _random.Next(5) switch { 0 => RawZone.Berlin, 1 => RawZone.NewYork, _ => RawZone.Shanghai };
        var holidays = new Dictionary<DateOnly, string>();
        var exchanged = new Dictionary<DateOnly, (string, RawSlot[]?)>();
        for (var run = 0; run < 40; run++)
        {
            var (first, name) = (Date(), Pick(Names));
            for (var day = 0; day < _random.Next(1, 9); day++)
            {
                holidays.TryAdd(first.AddDays(day), name);
            }
        }

        for (var day = 0; day < 40; day++)
        {
            if (Date() is var date && !holidays.ContainsKey(date))
            {
                exchanged.TryAdd(date, (Pick(Names), _random.Next(3) == 0 ? Day() : null));
            }
        }

        return new RawCalendar(
            zone, Week(), [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Season())], holidays, exchanged,
            _random.Next(2) == 0, Pick([8m, 8m, 7.5m, 7m, 6.25m]));
    }

    public RawHistory History()
    {
        var start = Instant(Within(480 * 24 * Hour) + (10 * 24 * Hour));
        var pauses = new List<RawPause>();
        var at = start;
        for (var count = _random.Next(4); count > 0; count--)
        {
            var from = Later(at, [Hour, 10 * Hour, 200 * Hour]);
            at = Later(from, [Hour, 30 * Hour, 400 * Hour]);
            pauses.Add(new RawPause(from, at, _random.Next(2) == 0));
        }

        if (pauses.Count > 0 && _random.Next(6) == 0)
        {
            at = pauses[^1].From;
            pauses[^1] = pauses[^1] with { To = MinuteOracle.Never };
        }

        var end = Later(at, [Hour, 60 * Hour, 600 * Hour]);
        var isStopped = _random.Next(3) == 0;
        return new RawHistory(
            Limit(), [.. Enumerable.Range(0, Math.Max(0, _random.Next(5) - 2)).Select(_ => Limit())], start, pauses,
            isStopped ? end : null, isStopped ? end + Within(100 * Hour) : end, Pick(Shares));
    }

    private long Later(long than, long[] byAtMost) => Math.Max(than, Instant(than + Within(Pick(byAtMost))));

    private RawLimit Limit()
    {
        var clock = (RawClock)_random.Next(4);
        return clock is RawClock.ContinuousHours or RawClock.WorkingHours
            ? new RawLimit(_random.Next(1, 200) / 4m, clock)
            : new RawLimit(Pick([0.5m, 1m, 1m, 2m, 3m, 5m, 7m, 15m]), clock);
    }

    /// <summary>
    /// Often on a full hour, where the borders are; otherwise to four milliseconds, so that a quarter is whole.
    /// </summary>
    private long Instant(long near) => _random.Next(3) switch
    {
        0 => near - (near % Hour),
        1 => near - (near % 1000),
        _ => near - (near % 4),
    };

    private RawSeason Season()
    {
        var (first, everyYear) = (Date(), _random.Next(2) == 0);
        return new RawSeason(everyYear, first, first.AddDays(_random.Next(1, 200)), Week());
    }

    /// <summary>Enough working time that no limit outlasts the oracle.</summary>
    private RawSlot[][] Week()
    {
        while (true)
        {
            RawSlot[][] week = [.. Enumerable.Range(0, 7).Select(day => _random.Next(7) < (day < 5 ? 6 : 1) ? Day() : [])];
            if (week[0].Length > 0 && week.SelectMany(d => d).Sum(s => s.To - s.From) >= 20 * 60)
            {
                return week;
            }
        }
    }

    private RawSlot[] Day() => _random.Next(10) switch
    {
        < 4 => [new RawSlot(480, 720), new RawSlot(840, 1080)],
        4 => [new RawSlot(0, 1440)],
        5 => [new RawSlot(0, 150), new RawSlot(150, 720), new RawSlot(1320, 1440)],
        _ => Slots(),
    };

    private RawSlot[] Slots()
    {
        var borders = Enumerable.Range(0, _random.Next(1, 4) * 2).Select(_ => _random.Next(0, 1441)).Distinct().Order().ToList();
        return [.. Enumerable.Range(0, borders.Count / 2).Select(i => new RawSlot(borders[2 * i], borders[(2 * i) + 1]))];
    }

    private DateOnly Date() => DateOnly.FromDateTime(MinuteOracle.Epoch).AddDays(_random.Next(0, 5 * 365));

    private long Within(long length) => _random.NextInt64(length + 1);

    private T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
