using System.Net;

namespace CityOps.EndToEnd.Tests.Deadlines;

/// <summary>
/// People who take cases as far as the department and leave them there, one after the other, while the engine is killed:
/// one in four is cancelled there, one in four suspended for some seconds. Every act is sent again until it is answered.
/// </summary>
internal sealed class DeskTraffic(EngineProcess engine, Func<DateTimeOffset> engineClock)
{
    private const string Chief = "leader+dispatcher:chief";
    private const string Handler = "handler:h1@city-water";
    private int _answered;

    /// <summary>How much was answered so far.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Goes on until it is cancelled; the last case may be left anywhere.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await LiveAsync(i, stop);
        }
    }

    private async Task LiveAsync(int number, CancellationToken stop)
    {
        // Sent again it is the same report, to the letter.
        var observedAt = DateTimeOffset.UtcNow.AddMinutes(-1);
        var id = await PostAsync("api/v1/reports", null, $"report-{number}", () => new
        {
            t = observedAt,
            lon = 115.8287,
            lat = 28.6476,
            kind = "component",
            category = "0101",
            channel = "hotline",
            source = $"deadline-{number}",
        }, stop);
        await ActAsync("file", "shiftLead:s1", () => new { condition = "1" });
        await ActAsync("dispatch", "dispatcher:d1", () => new { department = "city-water" });
        await ActAsync("accept", Handler, () => new { });
        switch (number % 4)
        {
            case 1:
                await ActAsync("cancel", Chief, () => new { reason = "A drill." });
                break;
            case 2:
                await ActAsync("suspend", Handler, () => new { until = engineClock().AddSeconds(4), reason = "Rain." });
                await ActAsync("approveSuspension", Chief, () => new { });
                break;
        }

        Task<string> ActAsync(string act, string acting, Func<object> body) =>
            PostAsync($"api/v1/cases/{id}/acts/{act}", acting, $"{act}-{number}", body, stop);
    }

    private async Task<string> PostAsync(string path, string? acting, string key, Func<object> body, CancellationToken stop)
    {
        var answer = await Wait.ForAsync(
            async cancel =>
            {
                if (stop.IsCancellationRequested)
                {
                    return "stopped";
                }

                var (status, answer) = await engine.PostAsync(path, body(), acting, key, cancel);

                // An act that comes too late, since its time has passed with the engine's clock or in an outage, is refused for good.
                Assert.True(
                    status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Conflict
                        or HttpStatusCode.UnprocessableEntity or HttpStatusCode.ServiceUnavailable,
                    $"{path}: {status} {answer}");
                return status == HttpStatusCode.ServiceUnavailable ? null
                    : answer.TryGetProperty("id", out var id) ? id.GetString() : "refused";
            },
            () => $"No answer for {path}.");
        Interlocked.Increment(ref _answered);
        return answer;
    }
}
