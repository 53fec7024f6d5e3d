using System.Net;
using System.Text;
using System.Text.Json;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Life;
using NodaTime;

namespace CityOps.EndToEnd.Tests;

/// <summary>Commands down to devices and their answers, with the engine killed between the steps.</summary>
public sealed class CommandTests : IAsyncLifetime, IDisposable
{
    // v0002 of the demo city.
    private const string Phone = "013700000002";

    private readonly EngineProcess _engine = new();

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("collectors/c0001")]
    [InlineData("vehicles/v0003")]
    public async Task A_command_waits_for_its_device_across_kills_and_is_done_once(string device)
    {
        await GiveAsync(device, new { id = "o1", type = "message", text = "回来" });
        await IsAsync(device, "o1", "waiting");

        await KillAsync();
        await using var client = new DeviceClient(device, _engine.MqttPort);
        var command = await client.CommandAsync("o1");
        Assert.Equal(("message", "回来"), (command.Text("type"), command.Text("text")));
        await IsAsync(device, "o1", "sent");

        await KillAsync();
        var response = JsonSerializer.Serialize(new { id = "o1", t = DateTimeOffset.UtcNow, status = "done", note = "好" });
        await client.SendAsync("response", response);
        await IsAsync(device, "o1", "done");

        await KillAsync();
        await client.SendAsync("response", response);
        Assert.Equal("好", (await _engine.GetAsync($"api/v1/{device}/commands/o1")).Text("note"));
        Assert.Empty((await _engine.GetAsync("api/v1/refusals")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_device_that_is_connected_is_told_at_once()
    {
        await using var client = new DeviceClient("vehicles/v0003", _engine.MqttPort);
        await client.SendAsync("status", "online");

        await GiveAsync("vehicles/v0003", new { id = "o1", type = "locate" });

        Assert.Equal("locate", (await client.CommandAsync("o1")).Text("type"));
    }

    [Fact]
    public async Task What_is_not_answered_expires_and_an_answer_to_nothing_is_refused()
    {
        HttpStatusCode status = default;
        JsonElement body = default;

        // On a busy machine it may be due before the engine has heard of it.
        await Wait.UntilAsync(
            async () =>
            {
                var command = new { id = "o1", type = "locate", due = DateTimeOffset.UtcNow.AddSeconds(6) };
                (status, body) = await _engine.PostAsync("api/v1/vehicles/v0003/commands", command, "dispatcher:d1");
                return status == HttpStatusCode.Accepted;
            },
            () => $"{status} {body}\n{_engine.Log}");
        await IsAsync("vehicles/v0003", "o1", "expired");

        await using var client = new DeviceClient("vehicles/v0003", _engine.MqttPort);
        await client.SendAsync("response", JsonSerializer.Serialize(new { id = "o9", t = DateTimeOffset.UtcNow, status = "done" }));

        var refusal = Assert.Single(
            (await _engine.GetAsync("api/v1/refusals?device=vehicles/v0003")).GetProperty("items").EnumerateArray());
        Assert.Equal("command.notFound", refusal.Text("code"));
    }

    [Fact]
    public async Task A_terminal_by_tcp_shows_the_text_and_its_answer_is_the_commands()
    {
        await GiveAsync("vehicles/v0002", new { id = "o1", type = "message", text = "Return to the depot" });
        await KillAsync();

        await using var terminal = new TerminalLink(
            new IPEndPoint(IPAddress.Loopback, _engine.Jt808Port), Phone, Patience.Of(TimeSpan.FromSeconds(60)));
        await DoneAsync("o1");
        await GiveAsync("vehicles/v0002", new { id = "o2", type = "dispatch", text = "Go", lon = 115.8287, lat = 28.6476 });
        await DoneAsync("o2");

        // The first byte says how the text is shown.
        Assert.Equal(
            ["Return to the depot", "Go (115.82870,28.64760)"], terminal.Texts.Select(text => Encoding.ASCII.GetString(text.AsSpan(1))));

        // A terminal listens while it waits for the answers to its own messages.
        Task DoneAsync(string command) => Wait.UntilAsync(
            async () =>
            {
                Assert.Null(await terminal.SendAsync(Position(), CancellationToken.None));
                return (await _engine.GetAsync($"api/v1/vehicles/v0002/commands/{command}")).Text("state") == "done";
            },
            () => $"{command} was never done.\n{_engine.Log}");
    }

    [Fact]
    public async Task A_group_is_told_at_once()
    {
        await using var client = new DeviceClient("vehicles/v0003", _engine.MqttPort);
        await client.SendAsync(
            "position", JsonSerializer.Serialize(new { t = DateTimeOffset.UtcNow, lon = 115.8287, lat = 28.6476 }));

        JsonElement answer = default;
        await Wait.UntilAsync(
            async () =>
            {
                (_, answer) = await _engine.PostAsync(
                    "api/v1/commands", new { id = "g1", type = "message", text = "收队", to = new { near = new[] { 115.829, 28.648 } } });
                return answer.GetProperty("given").GetInt32() == 1;
            },
            () => $"The group is {answer}.\n{_engine.Log}");

        Assert.Equal("收队", (await client.CommandAsync("g1")).Text("text"));
    }

    private async Task GiveAsync(string device, object command)
    {
        var (status, body) = await _engine.PostAsync($"api/v1/{device}/commands", command, "dispatcher:d1");
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {body}\n{_engine.Log}");
    }

    private Task IsAsync(string device, string id, string state)
    {
        JsonElement last = default;
        return Wait.UntilAsync(
            async () =>
            {
                last = await _engine.GetAsync($"api/v1/{device}/commands/{id}");
                return last.Text("state") == state;
            },
            () => $"The command never was {state}: {last}\n{_engine.Log}");
    }

    private async Task KillAsync()
    {
        _engine.Kill();
        await _engine.StartAsync();
    }

    private static byte[] Position() => Jt808Frame.Position(
        Phone, 1,
        new Jt808Position(SystemClock.Instance.GetCurrentInstant(), GeoPoint.At(latitude: 28.6476, longitude: 115.8287)));
}
