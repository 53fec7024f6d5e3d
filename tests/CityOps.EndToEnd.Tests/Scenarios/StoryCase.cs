using System.Net;
using System.Text.Json;
using NodaTime.Text;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>A case as its people see it over HTTP.</summary>
internal sealed class StoryCase(StoryCity city, string id)
{
    public string Id => id;

    private EngineOnClock Engine => city.Engine;

    /// <summary>These acts are done, one after the other.</summary>
    public async Task WhenAsync(params Act[] acts)
    {
        foreach (var act in acts)
        {
            var (status, body) = await SendAsync(act);
            Assert.True(status == HttpStatusCode.OK, $"{act}: {status} {body}\n{Engine.Log}");
        }
    }

    /// <summary>The act is refused under this code.</summary>
    public async Task ThenRefusedAsync(Act act, string code)
    {
        var (status, body) = await SendAsync(act);
        Assert.True(status != HttpStatusCode.OK && body.Text("code") == code, $"{act}: {status} {body}");
    }

    /// <summary>The limit of a stage is due then; null if it rests.</summary>
    public async Task ThenDueAsync(string stage, string? moment) =>
        Assert.Equal(moment, (await ClockAsync(stage)).Moment("dueAt", city));

    /// <summary>The worst of its limits stands so.</summary>
    public async Task ThenLightAsync(string light) => Assert.Equal(light, (await ReadAsync()).Text("light"));

    /// <summary>It is in this stage.</summary>
    public async Task ThenStageAsync(string stage) => Assert.Equal(stage, (await ReadAsync()).Text("stage"));

    /// <summary>The intervals of a clock: what counted as <c>+</c>, what did not as <c>-</c>, each with its reason.</summary>
    public async Task ThenCountedAsync(string stage, params string[] intervals) => Assert.Equal(
        intervals,
        (await ClockAsync(stage)).GetProperty("intervals").EnumerateArray().Select(i =>
            $"{(i.GetProperty("counted").GetBoolean() ? '+' : '-')} {i.Moment("from", city)} {i.Text("reason")}"));

    public Task<JsonElement> ReadAsync() => Engine.GetAsync($"api/v1/cases/{id}");

    /// <summary>How often something happened, by the case's own counts.</summary>
    public async Task<int> CountAsync(string what) => (await ReadAsync()).GetProperty("counts").GetProperty(what).GetInt32();

    /// <summary>The open cases that it is flagged with.</summary>
    public async Task<IEnumerable<string?>> SimilarAsync() =>
        (await ReadAsync()).GetProperty("similar").EnumerateArray().Select(s => s.GetString());

    /// <summary>The newest clock of a stage, explained.</summary>
    public async Task<JsonElement> ClockAsync(string stage) =>
        (await ItemsAsync("clock")).Last(c => c.Text("stage") == stage);

    /// <summary>All events of a type so far.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(string type) =>
        [.. (await ItemsAsync("events")).Where(e => e.Text("type") == type)];

    /// <summary>Waits until something has happened, which it does by itself.</summary>
    public async Task<JsonElement> ThenHappensAsync(string type)
    {
        IReadOnlyList<JsonElement> found = [];
        await Wait.UntilAsync(
            async () => (found = await EventsAsync(type)).Count > 0, () => $"'{type}' never happened to {id}.\n{Engine.Log}");
        return found[^1];
    }

    /// <summary>Waits until a limit has passed these steps by itself, and sees that it has passed no other.</summary>
    public async Task ThenPassedAsync(string stage, params string[] steps)
    {
        string[] passed = [];
        await Wait.UntilAsync(
            async () => (passed = await PassedAsync(stage)).Length >= steps.Length,
            () => $"{id} passed {string.Join(", ", passed)} of {stage}, not {string.Join(", ", steps)}.\n{Engine.Log}");
        Assert.Equal(steps, passed);
    }

    private async Task<string[]> PassedAsync(string stage) =>
    [
        .. (await EventsAsync("deadlinePassed")).Select(e => (e, details: e.GetProperty("details")))
            .Where(p => p.details.Text("clock") == stage)
            .Select(p => $"{p.details.Text("step")} {p.e.Moment("at", city)}"),
    ];

    private async Task<IEnumerable<JsonElement>> ItemsAsync(string what) =>
        (await Engine.GetAsync($"api/v1/cases/{id}/{what}")).GetProperty("items").EnumerateArray();

    private Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(Act act) =>
        Engine.PostAsync($"api/v1/cases/{id}/acts/{act.Name}", act.Body, act.By);
}

/// <summary>Times in answers.</summary>
internal static class StoryTimes
{
    /// <summary>A time in the words of the story; null where there is none.</summary>
    public static string? Moment(this JsonElement element, string property, StoryCity city) =>
        element.TryGetProperty(property, out var at) && at.GetString() is { } text
            ? city.Words(InstantPattern.ExtendedIso.Parse(text).Value)
            : null;
}
