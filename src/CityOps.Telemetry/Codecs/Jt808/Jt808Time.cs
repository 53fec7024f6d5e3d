using NodaTime;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>
/// Times of JT/T 808: six bytes of binary-coded decimals, YY MM DD hh mm ss, always in GMT+8 (2000 to 2099).
/// </summary>
internal static class Jt808Time
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 6;

    private static readonly Offset Zone = Offset.FromHours(8);

    /// <summary>Reads a time; false if it is none, as the zeros that terminals send before their first fix.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bcd, out Instant time)
    {
        time = default;
        Span<int> parts = stackalloc int[Length];
        for (var i = 0; i < Length; i++)
        {
            var (tens, ones) = (bcd[i] >> 4, bcd[i] & 0x0F);
            if (tens > 9 || ones > 9)
            {
                return false;
            }

            parts[i] = (tens * 10) + ones;
        }

        var (year, month, day) = (2000 + parts[0], parts[1], parts[2]);
        if (month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)
            || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
        {
            return false;
        }

        time = new LocalDateTime(year, month, day, parts[3], parts[4], parts[5]).WithOffset(Zone).ToInstant();
        return true;
    }

    /// <summary>Writes a time of the years 2000 to 2099, without its fraction of a second.</summary>
    public static void Write(Instant time, Span<byte> bcd)
    {
        var local = time.WithOffset(Zone);
        ReadOnlySpan<int> parts =
            [local.Year % 100, local.Month, local.Day, local.Hour, local.Minute, local.Second];
        for (var i = 0; i < Length; i++)
        {
            bcd[i] = (byte)(((parts[i] / 10) << 4) | (parts[i] % 10));
        }
    }
}
