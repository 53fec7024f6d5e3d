using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Life;
using NodaTime;

namespace CityOps.EndToEnd.Tests;

/// <summary>Vehicles' terminals by TCP, at the whole program.</summary>
public sealed class TerminalTests : IAsyncLifetime, IDisposable
{
    // v0002 of the demo city, and the same number as the header of 2019 has it.
    private const string Phone = "013700000002";
    private const string LongPhone = "00000000013700000004";
    private const int Fixes = 40;

    private readonly EngineProcess _engine = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-terminals-");
    private readonly Instant _begin =
        Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds()) - Duration.FromMinutes(10);

    private IPEndPoint Endpoint => new(IPAddress.Loopback, _engine.Jt808Port);

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _engine.Dispose();
        _home.Delete(recursive: true);
    }

    [Theory]
    [InlineData(Phone, "v0002")]
    [InlineData(LongPhone, "v0004")]
    public async Task A_position_is_seen_and_the_vehicle_is_online_until_its_terminal_goes(string phone, string vehicle)
    {
        await using (var terminal = Link(phone))
        {
            Assert.Null(await terminal.SendAsync(Position(phone, 0), CancellationToken.None));
            await ShownAsync(vehicle, shown => shown.Text("t") == Time(0) && shown.GetProperty("online").GetBoolean());
            var seen = await _engine.GetAsync($"api/v1/vehicles/{vehicle}");
            Assert.Equal((115.82, 28.6476), (seen.GetProperty("lon").GetDouble(), seen.GetProperty("lat").GetDouble()));
        }

        await ShownAsync(vehicle, shown => !shown.GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task What_was_answered_is_there_exactly_once_after_kills()
    {
        await using var terminal = Link(Phone);
        for (var i = 0; i < Fixes; i++)
        {
            Assert.Null(await terminal.SendAsync(Position(Phone, i), CancellationToken.None));
            if (i % 10 == 9)
            {
                // The code that the terminal was given holds after it: it is made from a secret that survives.
                _engine.Kill();
                await _engine.StartAsync();
            }
        }

        Assert.Equal(
            Enumerable.Range(0, Fixes).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Time(i)},{115.82 + (i * 0.0001):0.####},28.6476")),
            await _engine.TrackAsync("v0002", _begin.ToDateTimeOffset().AddHours(-1), _begin.ToDateTimeOffset().AddHours(1)));
    }

    [Fact]
    public async Task What_is_not_understood_can_be_looked_up_as_it_came()
    {
        await using var terminal = Link(Phone);
        var frame = Jt808Frame.Message(0x0900, Phone, 7, [1, 2, 3]);
        Assert.Equal("result 3", await terminal.SendAsync(frame, CancellationToken.None));

        var refusals = await _engine.GetAsync("api/v1/refusals?device=vehicles/v0002");
        var refusal = Assert.Single(refusals.GetProperty("items").EnumerateArray());
        Assert.Equal(("frame.unsupported", Convert.ToHexString(frame)), (refusal.Text("code"), refusal.Text("raw")));
        var metrics = await _engine.Http.GetStringAsync("metrics");
        Assert.Matches(@"\ncityops_jt808_connections(\{[^}]*\})? 1\b", metrics);
        Assert.Matches(@"\ncityops_jt808_frames_total\{[^}]*message=""0x0102""[^}]*\} 1\b", metrics);
    }

    [Fact]
    public async Task A_connection_beyond_the_most_is_closed_and_counted_and_the_others_stay()
    {
        _engine.Kill();
        _engine.Further = ["--CityOps:Jt808:MaxConnections=1"];
        await _engine.StartAsync();
        await using var first = Link(Phone);
        Assert.Null(await first.SendAsync(Position(Phone, 0), CancellationToken.None));

        using var second = new TcpClient();
        await second.ConnectAsync(Endpoint);
        Assert.True(await IsClosedAsync(second.GetStream()));
        Assert.Null(await first.SendAsync(Position(Phone, 1), CancellationToken.None));

        var refusals = await _engine.GetAsync("api/v1/refusals");
        Assert.Equal(["connection.tooMany"], refusals.GetProperty("items").EnumerateArray().Select(r => r.Text("code")));
    }

    [Fact]
    public async Task Recorded_frames_are_replayed_by_tcp()
    {
        var input = ReplayInput.Made(_home.FullName, requests: 1, points: 2);
        using var simulator = new Invocation("simulator.dll", _home.FullName,
        [
            "replay", "--jt808", input.Frames, "--terminals", $"{Endpoint}", "--city", Repository.PathOf("config/city/demo"),
            "--http", $"http://127.0.0.1:{_engine.HttpPort}", "--mqtt", $"127.0.0.1:{_engine.MqttPort}",
        ]);
        var code = await simulator.ExitAsync();
        Assert.True(code == 0, $"{simulator.Printed}{simulator.Errors}\n{_engine.Log}");
        Assert.Matches(@"jt808 +accepted +1\b", simulator.Printed.ToString());

        // In a demonstration the number is the vehicle.
        await ShownAsync("123456789012", shown => shown.Text("t") == "2018-10-15T02:10:10Z");
    }

    private TerminalLink Link(string phone) => new(Endpoint, phone, Patience.Of(TimeSpan.FromSeconds(60)));

    private byte[] Position(string phone, int i) => Jt808Frame.Position(
        phone, (ushort)i, new Jt808Position(_begin + Duration.FromSeconds(i), GeoPoint.At(latitude: 28.6476, longitude: 115.82 + (i * 0.0001))));

    private string Time(int i) => NodaTime.Text.InstantPattern.General.Format(_begin + Duration.FromSeconds(i));

    private Task ShownAsync(string vehicle, Func<System.Text.Json.JsonElement, bool> condition)
    {
        var last = "";
        return Wait.UntilAsync(
            async () =>
            {
                using var answer = await _engine.Http.GetAsync($"api/v1/vehicles/{vehicle}");
                last = await answer.Content.ReadAsStringAsync();
                return answer.IsSuccessStatusCode && condition(System.Text.Json.JsonElement.Parse(last));
            },
            () => $"{vehicle} shows {last}\n{_engine.Log}");
    }

    private static async Task<bool> IsClosedAsync(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Wait.Deadline) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
