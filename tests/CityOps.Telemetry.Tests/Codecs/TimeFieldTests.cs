using System.Text.Json;
using CityOps.Telemetry.Codecs;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Telemetry.Tests.Codecs;

public sealed class TimeFieldTests
{
    [Theory]
    [InlineData("2026-11-24T08:30:00Z", "2026-11-24T08:30:00Z")]
    [InlineData("2026-11-24t08:30:00z", "2026-11-24T08:30:00Z")]
    [InlineData("2026-11-24 08:30:00.1Z", "2026-11-24T08:30:00.1Z")]
    [InlineData("2026-11-24T08:30:00.123456789+08:00", "2026-11-24T00:30:00.123Z")]
    [InlineData("2026-11-24T08:30:00-05:30", "2026-11-24T14:00:00Z")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+23:59", "0000-12-31T00:01:00Z")]
    [InlineData("9998-12-31T23:59:60-23:59", "9999-01-01T23:59:00Z")]
    public void A_time_with_a_zone_is_read_to_the_millisecond(string text, string expected)
    {
        Assert.True(TimeField.TryParse(Given.Utf8(text), out var time));
        Assert.Equal(InstantPattern.ExtendedIso.Parse(expected).Value, time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-24")]
    [InlineData("2026-11-24T08:30:00")]
    [InlineData("2026-11-24T08:30Z")]
    [InlineData("2026-11-24T08:30:00.Z")]
    [InlineData("2026-11-24T08:30:00,5Z")]
    [InlineData("2026-11-24T08:30:00+0800")]
    [InlineData("2026-11-24T08:30:00+08")]
    [InlineData("2026-11-24T08:30:00+24:00")]
    [InlineData("2026-11-24T08:30:00+08:60")]
    [InlineData("2026-11-24T08:30:00Z ")]
    [InlineData("2026-11-24T08:30:00 Z")]
    [InlineData("2026-02-29T08:30:00Z")]
    [InlineData("2026-13-01T08:30:00Z")]
    [InlineData("2026-00-01T08:30:00Z")]
    [InlineData("2026-11-00T08:30:00Z")]
    [InlineData("2026-11-24T24:00:00Z")]
    [InlineData("2026-11-24T08:60:00Z")]
    [InlineData("2026-11-24T08:30:61Z")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("0000-11-24T08:30:00Z")]
    [InlineData("+026-11-24T08:30:00Z")]
    [InlineData("2026-11-24T08:30:-1Z")]
    [InlineData("２０26-11-24T08:30:00Z")]
    public void What_is_no_time_with_a_zone_is_none(string text) =>
        Assert.False(TimeField.TryParse(Given.Utf8(text), out _));

    [Fact]
    public void Every_time_that_is_written_is_read_again() =>
        Gen.Select(Gen.Long[0, 4_000_000_000_000], Gen.Int[-18 * 60, 18 * 60]).Sample((milliseconds, offsetMinutes) =>
        {
            var time = Instant.FromUnixTimeMilliseconds(milliseconds);
            var offset = Offset.FromSeconds(offsetMinutes * 60);
            var text = OffsetDateTimePattern.Rfc3339.Format(time.WithOffset(offset));
            Assert.True(TimeField.TryParse(Given.Utf8(text), out var read), text);
            Assert.Equal(time, read);
        });

    [Theory]
    [InlineData("1795480200000", 1795480200000)]
    [InlineData("1795480200000.75", 1795480200000)]
    [InlineData("1.7954802e12", 1795480200000)]
    [InlineData("-1", -1)]
    [InlineData("\"2026-11-24T00\\u003a30:00Z\"", 1795480200000)]
    public void Epoch_milliseconds_and_escaped_texts_are_times(string json, long expected)
    {
        var field = Read(json);
        Assert.True(field.IsPresent);
        Assert.Equal(expected, field.Value.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("99999999999999999999999")]
    [InlineData("1e400")]
    public void A_number_beyond_any_time_is_out_of_range(string json) =>
        Assert.Equal(FieldState.OutOfRange, Read(json).State);

    private static Field<Instant> Read(string json)
    {
        var reader = new Utf8JsonReader(Given.Utf8(json));
        reader.Read();
        return TimeField.Read(ref reader);
    }
}
