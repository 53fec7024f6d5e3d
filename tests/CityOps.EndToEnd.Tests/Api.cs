using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>The calls that tests make.</summary>
internal static class Api
{
    /// <summary>The JSON of a path that must answer 200.</summary>
    public static async Task<JsonElement> GetAsync(this IRunningEngine engine, string path)
    {
        using var answer = await engine.Http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode} {text}\n{engine.Log}");
        return JsonElement.Parse(text);
    }

    /// <summary>Status and body of a POST.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        this IRunningEngine engine, string path, object body, string? acting = null, string? key = null, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (acting is not null)
        {
            request.Headers.Add("X-CityOps-Acting", acting);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await engine.Http.SendAsync(request, cancel);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(cancel)));
    }

    /// <summary>What is answered to the report of a component by the hotline; two of one place are flagged as like each other.</summary>
    public static async Task<JsonElement> ReportAsync(this IRunningEngine engine, string source, double latitude)
    {
        var (status, body) = await engine.PostAsync("api/v1/reports", new
        {
            t = DateTimeOffset.UtcNow,
            lon = 115.8287,
            lat = latitude,
            kind = "component",
            category = "0101",
            channel = "hotline",
            source,
        });
        Assert.True(status == HttpStatusCode.Created, $"{status} {body}\n{engine.Log}");
        return body;
    }

    /// <summary>An act that brings a case to a stage.</summary>
    public static async Task DoneAsync(this IRunningEngine engine, string id, string act, string acting, object body, string stage)
    {
        var (status, answer) = await engine.PostAsync($"api/v1/cases/{id}/acts/{act}", body, acting);
        Assert.True(status == HttpStatusCode.OK && answer.Text("stage") == stage, $"{act}: {status} {answer}\n{engine.Log}");
    }

    /// <summary>The collector of the demo city whose beat a place is in.</summary>
    public static async Task<string> CollectorAtAsync(this IRunningEngine engine, double longitude, double latitude)
    {
        var beat = (await engine.GetAsync($"api/v1/grids?lon={longitude}&lat={latitude}")).Text("patrolGrid");
        return File.ReadLines(Repository.PathOf("config/city/demo/collectors.csv"))
            .Select(line => line.Split(','))
            .First(fields => fields[2] == beat)[0];
    }

    /// <summary>Every case of the list, page by page.</summary>
    public static async Task<IReadOnlyList<JsonElement>> CasesAsync(this IRunningEngine engine)
    {
        var all = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await engine.GetAsync($"api/v1/cases?limit=100{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return all;
    }

    /// <summary>What happened to a case, by types of events, but for limits that passed: on a slow machine some do while a test goes on.</summary>
    public static async Task<IReadOnlyList<string>> DoneToAsync(this IRunningEngine engine, string id) =>
    [
        .. (await engine.GetAsync($"api/v1/cases/{id}/events")).GetProperty("items").EnumerateArray().Select(e => e.Text("type"))
            .Where(type => type != "deadlinePassed"),
    ];

    /// <summary>The lines of a vehicle's track: time, longitude, latitude.</summary>
    public static async Task<IReadOnlyList<string>> TrackAsync(
        this IRunningEngine engine, string vehicle, DateTimeOffset from, DateTimeOffset to)
    {
        var csv = await engine.Http.GetStringAsync(
            $"api/v1/vehicles/{vehicle}/track?format=csv&from={from:yyyy-MM-ddTHH:mm:ssZ}&to={to:yyyy-MM-ddTHH:mm:ssZ}");
        return [.. csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => string.Join(',', line.Split(',')[..3]))];
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString() ?? "";
}
