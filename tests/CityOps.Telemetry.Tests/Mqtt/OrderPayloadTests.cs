using System.Text;
using CityOps.Domain.City;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Mqtt;
using NodaTime;

namespace CityOps.Telemetry.Tests.Mqtt;

/// <summary>What people tell devices, byte by byte.</summary>
public sealed class OrderPayloadTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 24, 0, 30, 1);

    public static TheoryData<CommandType, string?, bool, string> Bytes => new()
    {
        { CommandType.Message, "hi", false, """ "type":"message","t":"2026-11-24T00:30:01Z","due":"2026-11-24T01:30:01Z","text":"hi"}""" },
        { CommandType.Locate, null, false, """ "type":"locate","t":"2026-11-24T00:30:01Z","due":"2026-11-24T01:30:01Z"}""" },
        {
            CommandType.Dispatch, "go", true,
            """ "type":"dispatch","t":"2026-11-24T00:30:01Z","due":"2026-11-24T01:30:01Z","lon":115.857,"lat":28.683,"text":"go"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public void A_command_is_sent_with_all_that_its_sort_needs(CommandType type, string? text, bool isPlaced, string sent)
    {
        GeoPoint? place = isPlaced ? GeoPoint.At(latitude: 28.683, longitude: 115.857) : null;
        var payload = CommandPayload.Bytes(new DownlinkCommand("o-1", new Order(type, text, place, At + Duration.FromHours(1)), At, "d1"));

        Assert.Equal("""{"id":"o-1",""" + sent.TrimStart(), Encoding.UTF8.GetString(payload));
        Assert.Equal("o-1", CommandPayload.OrderIn(payload));
    }

    [Fact]
    public void A_notice_is_no_command_that_waits_for_an_answer() =>
        Assert.Null(CommandPayload.OrderIn(CommandPayload.Bytes(new Told("N01.2", At, "C20261124abcdefghij", new Name("zh", "en")))));
}
