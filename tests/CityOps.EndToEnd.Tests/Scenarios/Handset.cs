using System.Text.Json;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>A collector's handset, which speaks MQTT.</summary>
internal sealed class Handset : IAsyncDisposable
{
    private readonly StoryCity _city;
    private readonly string _collector;
    private readonly DeviceClient _client;
    private int _messages;

    private Handset(StoryCity city, string collector)
    {
        (_city, _collector) = (city, collector);
        _client = new DeviceClient($"collectors/{collector}", city.Engine.MqttPort);
    }

    /// <summary>A collector who has come on shift, and is seen at a place.</summary>
    public static async Task<Handset> OnShiftAsync(StoryCity city, string collector, Spot at)
    {
        var handset = new Handset(city, collector);
        await handset._client.SendAsync("position", JsonSerializer.Serialize(new { t = city.Now.ToString(), lon = at.Lon, lat = at.Lat }));
        await handset.AcceptedAsync("shift", new { on = true });
        var beat = (await city.Engine.GetAsync($"api/v1/grids?lon={at.Lon}&lat={at.Lat}")).Text("patrolGrid");
        await Wait.UntilAsync(
            async () => await city.Engine.GetAsync($"api/v1/grids/{beat}") is var grid && handset.IsIn(grid, "onShift") && handset.IsIn(grid, "present"),
            () => $"{collector} never came on shift.\n{city.Engine.Log}");
        return handset;
    }

    /// <summary>Reports what it sees.</summary>
    public async Task<StoryCase> ReportsAsync(Spot at, string category)
    {
        var parts = category.Split('/');
        var answer = await AcceptedAsync("report", new { lon = at.Lon, lat = at.Lat, kind = parts[0], category = parts[1] });
        return new StoryCase(_city, answer.Text("case"));
    }

    /// <summary>The command about a case, once it is here.</summary>
    public Task<JsonElement> ThenToldAsync(string type, StoryCase about, string text = "") => _client.CommandAsync(type, about.Id, text);

    /// <summary>Answers a command.</summary>
    public Task AnswersAsync(JsonElement command, string outcome) => AcceptedAsync("result", Result(command, outcome));

    /// <summary>The answer to a command is refused under this code.</summary>
    public async Task ThenRefusedAsync(JsonElement command, string outcome, string code)
    {
        var answer = await AskAsync("result", Result(command, outcome));
        Assert.Equal(("refused", code), (answer.Text("status"), answer.Text("code")));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private bool IsIn(JsonElement grid, string list) =>
        grid.GetProperty(list).ToString().Contains(_collector, StringComparison.Ordinal);

    private static object Result(JsonElement command, string outcome) => new
    {
        task = command.Text("task"),
        outcome,
        lon = command.GetProperty("lon").GetDouble(),
        lat = command.GetProperty("lat").GetDouble(),
    };

    private async Task<JsonElement> AcceptedAsync(string what, object fields)
    {
        var answer = await AskAsync(what, fields);
        Assert.True(answer.Text("status") == "accepted", $"{what}: {answer}\n{_city.Engine.Log}");
        return answer;
    }

    private Task<JsonElement> AskAsync(string what, object fields)
    {
        var id = $"{what}-{++_messages}-{_city.Now.ToUnixTimeMilliseconds()}";
        var message = JsonSerializer.SerializeToNode(fields)?.AsObject() ?? [];
        (message["id"], message["t"]) = (id, _city.Now.ToString());
        return _client.AskAsync(what, id, message.ToJsonString());
    }
}
