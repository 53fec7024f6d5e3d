using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>The daily hours of a shift, local time; one that ends before it starts runs over midnight.</summary>
internal readonly record struct ShiftHours(LocalTime Start, LocalTime End)
{
    /// <summary>True at the start and up to, but not at, the end; always, if both are equal.</summary>
    public bool Contains(LocalTime time) => Start < End
        ? time >= Start && time < End
        : time >= Start || time < End;

    /// <summary>The next start, or this moment when the shift is on.</summary>
    public Instant NextStart(Instant now, DateTimeZone zone) =>
        Contains(now.InZone(zone).TimeOfDay) ? now : Next(Start, now, zone);

    /// <summary>The next end after this moment.</summary>
    public Instant NextEnd(Instant now, DateTimeZone zone) => Next(End, now, zone);

    private static Instant Next(LocalTime time, Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        var at = zone.AtLeniently(today + time).ToInstant();
        return at > now ? at : zone.AtLeniently(today.PlusDays(1) + time).ToInstant();
    }
}
