using System.Buffers;
using System.Text;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Mqtt;
using CityOps.Telemetry.Tests.Jt808;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityOps.Telemetry.Tests.Mqtt;

/// <summary>What becomes of messages that are not looked at.</summary>
public sealed class MessageRouterTests : IDownlink
{
    private readonly List<(string Topic, string Payload)> _sent = [];

    [Theory]
    [InlineData("report", false, "device.unknown")]
    [InlineData("shift", false, "device.unknown")]
    [InlineData("result", false, "device.unknown")]
    [InlineData("report", true, "payload.tooLarge")]
    [InlineData("shift", true, "payload.tooLarge")]
    [InlineData("result", true, "payload.tooLarge")]
    public async Task Whoever_waits_for_an_answer_gets_one(string what, bool isKnown, string code)
    {
        await using var platform = new Platform();

        await RouteAsync(platform, what, isKnown);

        var (topic, payload) = Assert.Single(_sent);
        Assert.Equal("cityops/v1/collectors/nobody/ack", topic);
        Assert.StartsWith($$"""{"status":"refused","code":"{{code}}",""", payload, StringComparison.Ordinal);
        Assert.Equal([code], platform.Refused);
    }

    [Theory]
    [InlineData("position", false, "device.unknown")]
    [InlineData("status", false, "device.unknown")]
    [InlineData("response", false, "device.unknown")]
    [InlineData("position", true, "payload.tooLarge")]
    [InlineData("status", true, "payload.tooLarge")]
    [InlineData("response", true, "payload.tooLarge")]
    public async Task Whoever_waits_for_none_gets_none(string what, bool isKnown, string code)
    {
        await using var platform = new Platform();

        await RouteAsync(platform, what, isKnown);

        Assert.Empty(_sent);
        Assert.Equal([code], platform.Refused);
    }

    Task IDownlink.SendAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        _sent.Add((topic, Encoding.UTF8.GetString(payload.Span)));
        return Task.CompletedTask;
    }

    /// <summary>Sends five bytes where four are the most that is looked at.</summary>
    private async Task RouteAsync(Platform platform, string what, bool isKnown)
    {
        var desk = new DeskMessages(
            null!, platform, null!, platform.Book, new Lazy<IDownlink>(this), platform.Clock, NullLogger<DeskMessages>.Instance);
        var router = new MessageRouter(
            new Positions(platform.Book, platform.Books, platform, TerminalCity.Configuration, platform.Metrics), platform.Fixes,
            new UnlocatedAlarms(platform, platform.Clock, NullLogger<UnlocatedAlarms>.Instance), desk, platform, null!, platform.Book,
            platform.Directory, new TelemetryOptions { AcceptUnknownDevices = isKnown, MaxPayload = 4 }, platform.Metrics,
            platform.Clock, NullLogger<MessageRouter>.Instance);

        await await router.RouteAsync(
            $"cityops/v1/collectors/nobody/{what}", new ReadOnlySequence<byte>(new byte[5]), acknowledged: true, null, default);
    }
}
