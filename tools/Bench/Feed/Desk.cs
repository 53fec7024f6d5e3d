using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CityOps.Bench.Results;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;

namespace CityOps.Bench.Feed;

/// <summary>An operator who reports cases and files them, over HTTP.</summary>
internal sealed class Desk(HttpClient http, CityConfiguration city)
{
    private readonly UnitGrid[] _grids = [.. city.UnitGrids.Values];
    private readonly Category _category = city.Categories.Values.First(c => c.Kind == CategoryKind.Incident);
    private int _last;

    /// <summary>From request to answer.</summary>
    public Latencies Answers { get; private set; } = new();

    public void Clear() => Answers = new Latencies();

    /// <summary>Two commands: a report, and the filing of its case.</summary>
    public async Task ReportAndFileAsync(ListWatch watch)
    {
        var number = Interlocked.Increment(ref _last);
        var place = _grids[number % _grids.Length].Boundary.InteriorPoint;
        var id = await SendAsync(watch, "api/v1/reports", new
        {
            source = $"bench-{number}",
            channel = "hotline",
            t = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            lon = place.X,
            lat = place.Y,
            kind = "incident",
            category = _category.Code,
            description = $"Report {number} of the bench",
        });
        await SendAsync(watch, $"api/v1/cases/{id}/acts/file", new { condition = _category.Conditions[0].Id, commandId = $"file-{number}" });
    }

    private async Task<string> SendAsync(ListWatch watch, string path, object body)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        var answered = Stopwatch.GetTimestamp();
        if (!response.IsSuccessStatusCode)
        {
            throw new BenchException($"{path} answers {(int)response.StatusCode}: {text}");
        }

        Answers.Record(started, answered);
        using var json = JsonDocument.Parse(text);
        var id = json.RootElement.GetProperty("id").GetString() ?? throw new BenchException($"{path} answers no id.");
        watch.Expect(id, json.RootElement.GetProperty("sequence").GetInt64(), answered);
        return id;
    }
}
