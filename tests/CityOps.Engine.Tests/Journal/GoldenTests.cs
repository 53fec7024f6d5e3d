using System.Text;
using System.Text.Json;
using CityOps.Engine.Journal;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Engine.Tests.Journal;

/// <summary>What was ever on disk can be read for ever. A golden file is never edited; a new name brings a new one.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names() => [.. EventNames.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_on_disk_is_read_and_written_as_it_was(string name)
    {
        var golden = File.ReadAllBytes(FileOf(name));

        var @event = EventCodec.Decode(name, golden);

        Assert.IsType(EventNames.All[name], @event);
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(EventCodec.Encode(@event)));
        Assert.Equal(name, EventCodec.NameOf(@event));
    }

    [Fact]
    public void No_golden_file_is_without_its_name() => Assert.Equal(
        EventNames.All.Keys.Select(FileOf).Order(StringComparer.Ordinal),
        Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_name_has_a_sample_with_every_field() =>
        Assert.Equal(EventNames.All.Values, EventSamples.Fullest.Select(e => e.GetType()));

    [Fact]
    public void Every_event_comes_back_as_it_went()
    {
        foreach (var @event in EventSamples.Fullest.Concat(EventSamples.Barest))
        {
            var once = EventCodec.Encode(@event);
            var back = EventCodec.Decode(EventCodec.NameOf(@event), once);

            // Lists compare by reference within records, so bytes and all other members are compared instead.
            Assert.Equivalent(@event, back, strict: true);
            Assert.Equal(once, EventCodec.Encode(back));
        }
    }

    [Theory]
    [InlineData("2026-03-01T01:00:00Z")]
    [InlineData("2026-03-01T01:00:00.5Z")]
    [InlineData("2026-03-01T01:00:00.1234567Z")]
    [InlineData("2026-03-01T01:00:00.12345678Z")]
    [InlineData("2026-03-01T01:00:00.123456789Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void Instants_are_as_NodaTime_writes_them(string text)
    {
        var at = InstantPattern.ExtendedIso.Parse(text).Value;

        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(at, EventJson.Options));
        Assert.Equal(at, JsonSerializer.Deserialize<Instant>($"\"{text}\"", EventJson.Options));
    }

    [Theory]
    [InlineData("\"2026-03-01T01:00:00\"")]
    [InlineData("\"2026-03-01T01:00:00+08:00\"")]
    [InlineData("\"2026-03-01\"")]
    [InlineData("\"soon\"")]
    [InlineData("1772326800")]
    public void What_is_no_instant_is_an_error(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Instant>(json, EventJson.Options));

    [Theory]
    [InlineData("case-filed/2")]
    [InlineData("")]
    public void An_unknown_name_is_an_error_that_says_so(string name) => Assert.Contains(
        $"'{name}' is unknown", Assert.Throws<JsonException>(() => EventCodec.Decode(name, "{}"u8)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_event_that_lacks_what_it_needs_is_an_error() =>
        Assert.Throws<JsonException>(() => EventCodec.Decode("case-dispatched/1", "{\"case\":\"C20260301abcdefghij\"}"u8));

    [Fact]
    public void A_field_of_a_later_version_is_passed_over()
    {
        var text = Encoding.UTF8.GetString(EventCodec.Encode(EventSamples.Fullest[2]));

        var read = EventCodec.Decode("case-dispatched/1", Encoding.UTF8.GetBytes("{\"later\":1," + text[1..]));

        Assert.Equal(EventSamples.Fullest[2], read);
    }

    [Fact]
    public void What_is_no_event_has_no_name() => Assert.Throws<ArgumentException>(() => EventCodec.NameOf("text"));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    private static string FileOf(string name) => Path.Combine(Folder, $"{name.Replace('/', '.')}.json");
}
