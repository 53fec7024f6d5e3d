using System.Net;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>Lists, queues, the past and the register, on the whole program and over a kill.</summary>
public sealed class ListTests : IAsyncLifetime, IDisposable
{
    private const string Leader = "leader:sun";
    private readonly EngineProcess _engine = new();

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_case_is_found_by_its_words_counted_in_its_queue_and_known_as_it_was()
    {
        var catalog = await _engine.GetAsync("api/v1/catalog");
        var category = catalog.GetProperty("categories").EnumerateArray().First(c => c.Text("kind") == "incident").Text("code");
        var components = await _engine.GetAsync("api/v1/components?limit=1");
        var near = components.GetProperty("items")[0];
        var (lon, lat) = (near.GetProperty("lon").GetDouble(), near.GetProperty("lat").GetDouble());
        var (_, reported) = await _engine.PostAsync("api/v1/reports", new
        {
            source = "list-1", channel = "hotline", t = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), lon, lat, kind = "incident", category,
            description = "人民路口井盖丢失，有安全隐患",
        });
        var id = reported.Text("id");
        await FoundAsync("井盖", id);
        var (status, refused) = await _engine.PostAsync(
            $"api/v1/cases/{id}/acts/refuse", new { reason = "twice" }, Leader.Replace("leader", "shiftLead", StringComparison.Ordinal));
        Assert.True(status == HttpStatusCode.OK, $"{status} {refused}");

        _engine.Kill();
        await _engine.StartAsync();

        await FoundAsync("安全隐患 list", id);
        var then = await _engine.GetAsync($"api/v1/cases/{id}?at={Uri.EscapeDataString(reported.Text("reportedAt"))}");
        Assert.Equal(("reported", "refused"), (then.Text("stage"), (await _engine.GetAsync($"api/v1/cases/{id}")).Text("stage")));

        // The lists follow the journal: after a kill that came before they had, too.
        JsonElement queues = default;
        await Wait.UntilAsync(
            async () => (queues = await _engine.GetAsync("api/v1/queues")).GetProperty("items").EnumerateArray()
                .All(q => q.GetProperty("open").GetInt64() == 0),
            () => $"Something is open still: {queues}\n{_engine.Log}");
        Assert.NotEmpty((await _engine.GetAsync($"api/v1/cases/{id}/nearest")).GetProperty("cameras").EnumerateArray());
    }

    [Fact]
    public async Task A_change_of_a_component_survives_a_kill()
    {
        var component = (await _engine.GetAsync("api/v1/components?limit=1")).GetProperty("items")[0];
        var path = $"api/v1/components/{component.Text("id")}";
        var (status, _) = await _engine.PostAsync($"{path}/changes", new { kind = "correct", state = "damaged", source = "patrol 7" }, Leader, "k-1");
        Assert.Equal(HttpStatusCode.OK, status);

        _engine.Kill();
        await _engine.StartAsync();

        var (again, _) = await _engine.PostAsync($"{path}/changes", new { kind = "correct", state = "damaged", source = "patrol 7" }, Leader, "k-1");
        Assert.Equal(HttpStatusCode.OK, again);
        Assert.Equal("damaged", (await _engine.GetAsync(path)).Text("state"));
        var change = Assert.Single((await _engine.GetAsync($"{path}/changes")).GetProperty("items").EnumerateArray());
        Assert.Equal(("sun", "patrol 7"), (change.Text("by"), change.Text("source")));
        var (lon, lat) = (component.GetProperty("lon").GetRawText(), component.GetProperty("lat").GetRawText());
        var nearest = (await _engine.GetAsync($"api/v1/components?near={lon},{lat}&limit=1&state=damaged")).GetProperty("items")[0];
        Assert.Equal((component.Text("id"), 0), (nearest.Text("id"), nearest.GetProperty("distance").GetDouble()));
    }

    private async Task FoundAsync(string text, string id)
    {
        JsonElement page = default;
        await Wait.UntilAsync(
            async () => (page = await _engine.GetAsync($"api/v1/cases?q={Uri.EscapeDataString(text)}")).GetProperty("items").GetArrayLength() > 0,
            () => $"{text} is not found.\n{_engine.Log}");
        Assert.Equal(id, Assert.Single(page.GetProperty("items").EnumerateArray()).Text("id"));
    }
}
