using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CityOps.Bench.Results;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;

namespace CityOps.Bench.Lifecycle;

/// <summary>The people of a case, each of whom does their part over HTTP. Thread-safe.</summary>
internal sealed class CasePeople(HttpClient http, CityConfiguration city)
{
    private const string ShiftLead = "shiftLead:lead";
    private const string Dispatcher = "dispatcher:dispatcher";
    private const string Leader = "leader:leader";

    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly UnitGrid[] _grids = [.. city.UnitGrids.Values];
    private readonly Category _category = city.Categories.Values.First(c => c.Kind == CategoryKind.Incident);
    private readonly string _department = city.Departments.Keys.First();
    private int _last;

    /// <summary>From a request to its answer.</summary>
    public Latencies Answers { get; } = new();

    /// <summary>One case from report to closing: seven requests, each answered once what it did is durable.</summary>
    public async Task<ClosedCase> LiveAsync()
    {
        var number = Interlocked.Increment(ref _last);
        var place = _grids[number % _grids.Length].Boundary.InteriorPoint;
        var reported = await SendAsync("acceptor:acceptor", "api/v1/reports", "reported", new
        {
            source = $"bench-{_run}-{number}",
            channel = "hotline",
            t = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            lon = place.X,
            lat = place.Y,
            kind = "incident",
            category = _category.Code,
            description = "A report as long as most of them are, with a street, a number and what is to be seen there.",
        });
        var handler = $"handler:handler@{_department}";
        await ActAsync(ShiftLead, "file", "filed", new { condition = _category.Conditions[0].Id });
        await ActAsync(Dispatcher, "dispatch", "dispatched", new { department = _department });
        await ActAsync(handler, "accept", "handling", new { });
        await ActAsync(handler, "handled", "handled", new { note = "Put right." });
        await ActAsync(ShiftLead, "inspect", "inspecting", new { });
        return await ActAsync(Leader, "close", "closed", new { forced = true, note = "No collector is on shift in a bench." });

        Task<ClosedCase> ActAsync(string acting, string act, string stage, object body) =>
            SendAsync(acting, $"api/v1/cases/{reported.Id}/acts/{act}", stage, body);
    }

    private async Task<ClosedCase> SendAsync(string acting, string path, string stage, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-CityOps-Acting", acting);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        var started = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var answered = Stopwatch.GetTimestamp();
        Answers.Record(started, answered);
        using var json = response.IsSuccessStatusCode ? JsonDocument.Parse(answer) : null;
        return json?.RootElement is { } @case && @case.GetProperty("stage").GetString() == stage
            ? new ClosedCase(
                @case.GetProperty("id").GetString() ?? "", @case.GetProperty("reportedAt").GetDateTimeOffset(), answered)
            : throw new BenchException($"{path} answers {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(answer)}");
    }
}

/// <summary>A case as it was answered last.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ReportedAt">When it was reported, by the engine's clock.</param>
/// <param name="Answered">When its last act was answered, by the stopwatch.</param>
internal sealed record ClosedCase(string Id, DateTimeOffset ReportedAt, long Answered);
