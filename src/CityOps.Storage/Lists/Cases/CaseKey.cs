using NodaTime;

namespace CityOps.Storage.Lists.Cases;

/// <summary>
/// The key of a row: the millisecond of the report in its upper bits, and which of that millisecond it is below. So the order of
/// keys is the order of reports, every index has it for nothing, and a span of time is a span of keys.
/// </summary>
internal static class CaseKey
{
    /// <summary>How many bits of a key tell apart the reports of one millisecond.</summary>
    public const int Bits = 20;

    /// <summary>Stands for the due time of a case that has none: after all others.</summary>
    public const long NeverDue = long.MaxValue;

    /// <summary>The lowest key of a millisecond; times before 1970 and after 2248 are taken for these.</summary>
    public static long First(long milliseconds) => Math.Clamp(milliseconds, 0, (1L << 43) - 1) << Bits;

    /// <summary>The lowest key at or after a time.</summary>
    public static long From(Instant time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return First(Instant.FromUnixTimeMilliseconds(milliseconds) < time ? milliseconds + 1 : milliseconds);
    }

    /// <summary>When the case under a key was reported.</summary>
    public static Instant ReportedAt(long key) => Instant.FromUnixTimeMilliseconds(key >> Bits);
}
