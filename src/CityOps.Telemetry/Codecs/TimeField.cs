using System.Buffers.Text;
using System.Text.Json;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>
/// Times as the contract has them: RFC 3339 with a zone, or epoch milliseconds. Kept to the millisecond.
/// </summary>
internal static class TimeField
{
    // Far outside of what is plausible, and inside of what an Instant holds.
    private const long MaxEpochMilliseconds = 100_000_000_000_000;
    private const int MaxText = 64;

    /// <summary>Reads the time at which the reader stands.</summary>
    public static Field<Instant> Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => FromEpoch(ref reader, perSecond: 1000),
        JsonTokenType.String => FromText(ref reader),
        _ => FieldReader.Other<Instant>(ref reader),
    };

    /// <summary>Reads epoch seconds; a fraction is kept to the millisecond.</summary>
    public static Field<Instant> ReadEpochSeconds(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number
            ? FromEpoch(ref reader, perSecond: 1)
            : FieldReader.Other<Instant>(ref reader);

    /// <summary>Parses RFC 3339: <c>2026-11-24T08:30:00.5+08:00</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant time)
    {
        time = default;
        if (text.Length < 20
            || !TryNumber(text[..4], out var year) || text[4] != '-'
            || !TryNumber(text[5..7], out var month) || text[7] != '-'
            || !TryNumber(text[8..10], out var day) || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || !TryNumber(text[11..13], out var hour) || text[13] != ':'
            || !TryNumber(text[14..16], out var minute) || text[16] != ':'
            || !TryNumber(text[17..19], out var second)
            || !TryFraction(text[19..], out var milliseconds, out var length)
            || !TryOffset(text[(19 + length)..], out var offsetMinutes))
        {
            return false;
        }

        // The year 9999 may not hold what its offset adds. 60 is a leap second, taken as the first of the next minute.
        if (year is < 1 or > 9998 || month is < 1 or > 12
            || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        time = Instant.FromUtc(year, month, day, hour, minute)
            + Duration.FromMilliseconds((second * 1000L) + milliseconds - (offsetMinutes * 60_000L));
        return true;
    }

    private static Field<Instant> FromEpoch(ref Utf8JsonReader reader, int perSecond)
    {
        var factor = 1000 / perSecond;
        if (!reader.TryGetInt64(out var milliseconds))
        {
            if (!reader.TryGetDouble(out var number) || !(Math.Abs(number) <= MaxEpochMilliseconds))
            {
                return FieldReader.Fault<Instant>(FieldState.OutOfRange);
            }

            return Within((long)Math.Floor(number * factor));
        }

        return Math.Abs((double)milliseconds) <= MaxEpochMilliseconds
            ? Within(milliseconds * factor)
            : FieldReader.Fault<Instant>(FieldState.OutOfRange);
    }

    private static Field<Instant> Within(long milliseconds) => Math.Abs(milliseconds) <= MaxEpochMilliseconds
        ? FieldReader.Present(Instant.FromUnixTimeMilliseconds(milliseconds))
        : FieldReader.Fault<Instant>(FieldState.OutOfRange);

    private static Field<Instant> FromText(ref Utf8JsonReader reader)
    {
        var raw = reader.ValueSpan;
        if (raw.Length <= MaxText)
        {
            Span<byte> plain = stackalloc byte[MaxText];
            var text = reader.ValueIsEscaped ? plain[..reader.CopyString(plain)] : raw;
            if (TryParse(text, out var time))
            {
                return FieldReader.Present(time);
            }
        }

        return FieldReader.Fault<Instant>(FieldState.Malformed);
    }

    // Digits alone: Utf8Parser would also take a sign.
    private static bool TryNumber(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(digits, out value, out var consumed) && consumed == digits.Length;
    }

    // A point and digits, of which three count; nothing is no fraction.
    private static bool TryFraction(ReadOnlySpan<byte> text, out int milliseconds, out int length)
    {
        (milliseconds, length) = (0, 0);
        if (text[0] != '.')
        {
            return true;
        }

        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 1)
        {
            return false;
        }

        for (var i = 1; i <= 3; i++)
        {
            milliseconds = (milliseconds * 10) + (i <= digits ? text[i] - '0' : 0);
        }

        length = digits + 1;
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z'] or [(byte)'z'])
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryNumber(text[1..3], out var hours) || !TryNumber(text[4..], out var rest) || hours > 23 || rest > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
