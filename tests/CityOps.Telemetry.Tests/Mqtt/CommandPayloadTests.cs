using System.Text;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Mqtt;
using NodaTime;

namespace CityOps.Telemetry.Tests.Mqtt;

/// <summary>What handsets are sent, byte by byte.</summary>
public sealed class CommandPayloadTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 24, 0, 30, 1);

    [Theory]
    [InlineData(TaskKind.Verification, "verify")]
    [InlineData(TaskKind.Inspection, "inspect")]
    public void A_task_is_sent_with_all_that_a_collector_needs(TaskKind kind, string type)
    {
        var task = new TaskInHand(
            "C20261124abcdefghij-v1", kind, CaseId.Parse("C20261124abcdefghij"), new GridNews("P1", 17), At, At + Duration.FromHours(2),
            GeoPoint.At(latitude: 28.683, longitude: 115.857), "a \"cover\"");

        Assert.Equal(
            $$"""{"id":"C20261124abcdefghij-v1.17","type":"{{type}}","t":"2026-11-24T00:30:01Z","due":"2026-11-24T02:30:01Z","""
            + """ "case":"C20261124abcdefghij","task":"C20261124abcdefghij-v1","lon":115.857,"lat":28.683,"text":"a \u0022cover\u0022"}""".TrimStart(),
            Sent(HandsetCommand.For(task)));
    }

    [Theory]
    [InlineData(TaskEnd.HandedOn, "handed on")]
    [InlineData(TaskEnd.Withdrawn, "withdrawn")]
    public void A_task_that_is_gone_is_told_in_words(TaskEnd end, string word)
    {
        var sent = Sent(new TaskGone("C20261124abcdefghij-v1.18", At, "C20261124abcdefghij-v1", end));

        Assert.StartsWith(
            """{"id":"C20261124abcdefghij-v1.18","type":"message","t":"2026-11-24T00:30:01Z","case":"C20261124abcdefghij","task":"C20261124abcdefghij-v1","text":""",
            sent, StringComparison.Ordinal);
        Assert.Contains(word, sent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_is_told_in_both_languages()
    {
        var sent = Sent(new Told("N01.2", At, "C20261124abcdefghij", new Name("zh", "en")));

        Assert.Equal(
            """{"id":"N01.2","type":"message","t":"2026-11-24T00:30:01Z","case":"C20261124abcdefghij","text":"zh en"}""", sent);
    }

    [Theory]
    [InlineData("cityops/v1/collectors/c-1/command", "c-1")]
    [InlineData("cityops/v1/collectors/c-1/#", "c-1")]
    [InlineData("cityops/v1/collectors/c-1/+", "c-1")]
    [InlineData("cityops/v1/collectors/c-1/ack", null)]
    [InlineData("cityops/v1/collectors/c-1/command/x", null)]
    [InlineData("cityops/v1/collectors/+/command", null)]
    [InlineData("cityops/v1/vehicles/v-1/command", "v-1")]
    [InlineData("cityops/v1/drones/d-1/command", null)]
    [InlineData("cityops/v1/#", null)]
    [InlineData("", null)]
    public void A_subscription_says_whose_commands_it_is_for(string filter, string? collector) =>
        Assert.Equal(collector, Topic.HearerOf(filter)?.Id);

    private static string Sent(HandsetCommand command) => Encoding.UTF8.GetString(CommandPayload.Bytes(command));
}
