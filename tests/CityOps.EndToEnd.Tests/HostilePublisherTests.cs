using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CityOps.Bench.Mqtt;

namespace CityOps.EndToEnd.Tests;

/// <summary>A publisher that sends whatever breaks parsers; good devices beside it notice nothing.</summary>
[Collection(OneEngine.Name)]
public sealed partial class HostilePublisherTests(EngineProcess engine)
{
    private const int Times = 20;
    private const int GoodFixes = 200;
    private const int MostLogLines = 20;
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    private static readonly (string Device, string Code, byte[] Payload)[] BadPositions =
    [
        ("h-empty", "payload.empty", []),
        ("h-large", "payload.tooLarge", Encoding.ASCII.GetBytes(new string('[', 1024 * 1024))),
        ("h-random", "payload.notJson", Noise(300)),
        ("h-deep", "payload.notJson", Encoding.ASCII.GetBytes(new string('[', 10_000))),
        ("h-broken", "payload.notJson", Bytes($$"""{"t":"{{Now:O}}","lon":115.8""")),
        ("h-nan", "payload.notJson", Bytes($$"""{"t":"{{Now:O}}","lon":NaN,"lat":28.6}""")),
        ("h-types", "field.wrongType", Bytes($$"""{"t":"{{Now:O}}","lon":"115.8","lat":28.6}""")),
        ("h-missing", "field.missing", Bytes($$"""{"t":"{{Now:O}}","lat":28.6}""")),
        ("h-huge", "field.outOfRange", Bytes($$"""{"t":"{{Now:O}}","lon":1e308,"lat":28.6}""")),
        ("h-vague", "field.outOfRange", Bytes($$"""{"t":"{{Now:O}}","lon":115.8,"lat":28.6,"accuracy":1e308}""")),
        ("h-null", "place.nullIsland", Bytes($$"""{"t":"{{Now:O}}","lon":0,"lat":0}""")),
        ("h-1970", "time.beforeFirst", Bytes("""{"t":0,"lon":115.8,"lat":28.6}""")),
        ("h-2090", "time.inFuture", Bytes("""{"t":"2090-01-01T00:00:00Z","lon":115.8,"lat":28.6}""")),
    ];

    private static readonly (string Topic, string Code)[] BadTopics =
    [
        ("nobody/listens", "topic.unknown"),
        ("cityops/v2/vehicles/h-topic/position", "topic.unknown"),
        ("cityops/v1/vehicles/h/topic/position", "topic.unknown"),
        ("cityops/v1/vehicles/h-topic/ack", "topic.unknown"),
        ("cityops/v1/vehicles/h-topic/command", "topic.unknown"),
        ("cityops/v1/vehicles/h topic/position", "id.malformed"),
        ($"cityops/v1/vehicles/h-{new string('x', 64)}/position", "id.malformed"),
    ];

    [Fact]
    public async Task Bad_messages_are_refused_with_their_reason_and_disturb_nobody()
    {
        var logLines = engine.LogLines;
        var refusedBefore = await RefusalsAsync();
        await using var hostile = new DeviceClient("vehicles/hostile", engine.MqttPort);
        await using var good = new DeviceClient("vehicles/v0020", engine.MqttPort);

        await Task.WhenAll(AttackAsync(hostile), DriveAsync(good), ShoutAsync());

        Assert.Equal((0, 0), (hostile.Disconnections, good.Disconnections));
        var refused = await RefusalsAsync();
        var expected = BadPositions.Select(p => p.Code).Concat(BadTopics.Select(t => t.Code)).GroupBy(code => code);
        Assert.All(expected, code => Assert.Equal(
            code.Count() * Times, refused.GetValueOrDefault(code.Key) - refusedBefore.GetValueOrDefault(code.Key)));
        foreach (var (device, code, _) in BadPositions)
        {
            var found = await engine.GetAsync($"api/v1/refusals?device=vehicles/{device}");
            Assert.Equal(
                Enumerable.Repeat(code, Times), found.GetProperty("items").EnumerateArray().Select(r => r.Text("code")));
            using var vehicle = await engine.Http.GetAsync($"api/v1/vehicles/{device}");
            Assert.Equal(HttpStatusCode.NotFound, vehicle.StatusCode);
        }

        var foreign = await engine.GetAsync("api/v1/refusals?device=vehicles/h-topic");
        Assert.Equal(2 * Times, foreign.GetProperty("items").GetArrayLength());
        Assert.InRange(
            (await engine.GetAsync("api/v1/books")).GetProperty("refused").GetProperty("payload.tooLarge").GetInt64(), Times, int.MaxValue);

        Assert.Equal(
            Enumerable.Range(0, GoodFixes).Select(i => string.Create(
                CultureInfo.InvariantCulture, $"{At(i):yyyy-MM-ddTHH:mm:ssZ},{115.82 + i * 0.0001:0.####},28.6476")),
            await engine.TrackAsync("v0020", Now.AddHours(-1), Now.AddHours(1)));
        Assert.True(engine.LogLines - logLines <= MostLogLines, engine.Log);
        Assert.DoesNotContain("   at ", engine.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public async Task A_message_without_a_packet_id_ends_its_connection_and_says_why(int qos, bool isMqtt5)
    {
        var device = $"h-unnumbered-{qos}-{isMqtt5}";
        byte[] connect = [.. Packets.Connect(device)];
        byte[] publish = [.. Packets.Publish($"cityops/v1/vehicles/{device}/position", "{}"u8, qos)];
        if (isMqtt5)
        {
            // The protocol's level, and no properties.
            connect[8] = 5;
            connect = [.. connect[..12], 0, .. connect[12..]];
            connect[1]++;
        }

        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, engine.MqttPort);
        var stream = socket.GetStream();
        await stream.WriteAsync(connect);
        await stream.WriteAsync(publish);
        using var answers = new MemoryStream();
        await stream.CopyToAsync(answers).WaitAsync(Wait.Deadline);

        Assert.Equal(isMqtt5, Encoding.UTF8.GetString(answers.ToArray()).Contains("packet id 0", StringComparison.Ordinal));
        var refused = await engine.GetAsync($"api/v1/refusals?device=vehicles/{device}");
        Assert.Equal("packet.noId", Assert.Single(refused.GetProperty("items").EnumerateArray()).Text("code"));
    }

    private static DateTimeOffset At(int fix) => Now.AddSeconds(fix - GoodFixes);

    private static async Task AttackAsync(DeviceClient hostile)
    {
        for (var i = 0; i < Times; i++)
        {
            foreach (var (device, _, payload) in BadPositions)
            {
                await hostile.SendToAsync($"cityops/v1/vehicles/{device}/position", payload);
            }

            foreach (var (topic, _) in BadTopics)
            {
                await hostile.SendToAsync(topic, Bytes($$"""{"t":"{{Now:O}}","lon":115.8,"lat":28.6}"""));
            }
        }
    }

    private static async Task DriveAsync(DeviceClient good)
    {
        for (var i = 0; i < GoodFixes; i++)
        {
            await good.SendAsync("position", JsonSerializer.Serialize(
                new { t = At(i), lon = Math.Round(115.82 + i * 0.0001, 4), lat = 28.6476 }));
        }
    }

    /// <summary>Bytes that are no MQTT at all end their own connection only.</summary>
    private async Task ShoutAsync()
    {
        foreach (var noise in Enumerable.Range(1, Times).Select(Noise).Append(Bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n")))
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, engine.MqttPort);
            await socket.GetStream().WriteAsync(noise);
        }
    }

    /// <summary>How much was refused so far, by reason.</summary>
    private async Task<Dictionary<string, int>> RefusalsAsync() =>
        Counter().Matches(await engine.Http.GetStringAsync("metrics")).ToDictionary(
            m => m.Groups["code"].Value, m => int.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[200];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    [GeneratedRegex("""^cityops_refusals\w*\{.*code="(?<code>[^"]+)".*\} (?<count>\d+)""", RegexOptions.Multiline)]
    private static partial Regex Counter();
}
