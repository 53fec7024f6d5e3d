using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>Verification and inspection down to the handset and back, with the engine killed between the steps.</summary>
public sealed class TaskRestartTests : IAsyncLifetime, IDisposable
{
    private const double Longitude = 115.8287;
    private const double Latitude = 28.6476;
    private const string ShiftLead = "shiftLead:s1";
    private const string Handler = "handler:h1@city-water";
    private readonly EngineProcess _engine = new();

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_task_survives_kills_on_its_whole_way_and_is_answered_once()
    {
        var collector = await _engine.CollectorAtAsync(Longitude, Latitude);
        var id = (await _engine.ReportAsync("tasks-1", Latitude)).Text("id");
        await _engine.DoneAsync(id, "verify", "acceptor:a1", new { }, "verifying");

        // Nobody is on shift, and the engine dies: the task waits.
        await KillAsync();
        await using var handset = new DeviceClient($"collectors/{collector}", _engine.MqttPort);
        var shift = await handset.AskAsync(
            "shift", "on", JsonSerializer.Serialize(new { id = "on", t = DateTimeOffset.UtcNow, on = true }));
        Assert.Equal("accepted", shift.Text("status"));
        await GivenAsync(id, collector);

        // The handset hears of it from the engine that comes after the one which gave it.
        await KillAsync();
        var verify = await handset.CommandAsync("verify", id);
        Assert.Equal(($"{id}-v1", Longitude), (verify.Text("task"), verify.GetProperty("lon").GetDouble()));
        var confirmed = Result("r1", verify, "confirmed");
        Assert.Equal(("accepted", id), StatusOf(await handset.AskAsync("result", "r1", confirmed)));

        await KillAsync();
        Assert.Equal(("duplicate", id), StatusOf(await handset.AskAsync("result", "r1", confirmed)));
        var late = await handset.AskAsync("result", "r2", Result("r2", verify, "notFound"));
        Assert.Equal(("refused", "task.over"), (late.Text("status"), late.Text("code")));
        Assert.Equal("reported", (await _engine.GetAsync($"api/v1/cases/{id}")).Text("stage"));

        await _engine.DoneAsync(id, "file", ShiftLead, new { condition = "2" }, "filed");
        await _engine.DoneAsync(id, "dispatch", "dispatcher:d1", new { department = "city-water" }, "dispatched");
        await _engine.DoneAsync(id, "accept", Handler, new { }, "handling");
        await _engine.DoneAsync(id, "handled", Handler, new { note = "done" }, "handled");
        await _engine.DoneAsync(id, "inspect", ShiftLead, new { }, "inspecting");

        await KillAsync();
        var inspect = await handset.CommandAsync("inspect", id);
        Assert.Equal(("accepted", id), StatusOf(await handset.AskAsync("result", "r3", Result("r3", inspect, "passed"))));
        await _engine.DoneAsync(id, "close", ShiftLead, new { }, "closed");

        var tasks = await _engine.GetAsync($"api/v1/cases/{id}/tasks");
        Assert.Equal(
            [(collector, "confirmed"), (collector, "passed")],
            tasks.GetProperty("items").EnumerateArray().Select(t => (t.Text("collector"), t.Text("outcome"))));
    }

    [Fact]
    public async Task A_result_of_no_task_is_refused()
    {
        await using var handset = new DeviceClient("collectors/c0001", _engine.MqttPort);

        foreach (var (task, code) in new[]
        {
            ("none", "task.notFound"), ("C20260301abcdefghij-v1", "case.notFound"), ("a b", "id.malformed"),
        })
        {
            var answer = await handset.AskAsync("result", "r1", JsonSerializer.Serialize(
                new { id = "r1", t = DateTimeOffset.UtcNow, task, outcome = "passed" }));
            Assert.Equal(("refused", code), (answer.Text("status"), answer.Text("code")));
        }
    }

    private async Task KillAsync()
    {
        _engine.Kill();
        await _engine.StartAsync();
    }

    private Task GivenAsync(string id, string collector) => Wait.UntilAsync(
        async () => (await _engine.GetAsync($"api/v1/cases/{id}/tasks")).GetProperty("items")[0] is var task
            && task.TryGetProperty("collector", out var has) && has.GetString() == collector,
        () => $"{collector} never got the task of {id}.\n{_engine.Log}");

    private static string Result(string id, JsonElement command, string outcome) => JsonSerializer.Serialize(new
    {
        id,
        t = DateTimeOffset.UtcNow,
        task = command.Text("task"),
        outcome,
        lon = Longitude,
        lat = Latitude,
        note = "看过",
    });

    private static (string Status, string Case) StatusOf(JsonElement ack) =>
        (ack.Text("status"), ack.TryGetProperty("case", out _) ? ack.Text("case") : "");
}
