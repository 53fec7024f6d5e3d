using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>Callers that are slow, send too much, nonsense or everything twice: each is answered or cut off, and leaves nothing behind.</summary>
[Collection(OneEngine.Name)]
public sealed class HostileCallerTests(EngineProcess engine)
{
    private static readonly TimeSpan BetweenDrops = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Who_trickles_is_cut_off_while_others_are_served()
    {
        var source = $"slow-{Guid.NewGuid():N}";
        var body = Report(source);
        var headers = Enumerable.Range(0, 20)
            .Select(_ => TrickleAsync("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\n", "X-More: 1\r\n")).ToList();
        var bodies = Enumerable.Range(0, 20)
            .Select(_ => TrickleAsync(Head(body.Length + 100_000) + body[..^1], " ")).ToList();

        // Meanwhile everybody else is answered.
        Assert.Equal("healthy", (await engine.GetAsync("health/ready")).Text("status"));

        foreach (var answer in await Task.WhenAll(headers))
        {
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
        }

        foreach (var answer in await Task.WhenAll(bodies))
        {
            ThenProblem(answer, 408, "http.requestTimeout");
        }

        Assert.Empty(await CasesOfAsync(source));
    }

    [Theory]
    [InlineData("Content-Length: 3000000\r\n", "{")]
    [InlineData("Transfer-Encoding: chunked\r\n", null)]
    public async Task Who_sends_too_much_is_told_so(string length, string? begins)
    {
        var text = begins ?? $"200001\r\n{new string(' ', 0x200001)}\r\n0\r\n\r\n";

        ThenProblem(
            await SayAsync($"POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n{text}"),
            413, "http.requestEntityTooLarge");
    }

    [Theory]
    [InlineData("\0\u0001\u0002\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /api/v1/cases HTTP/1.1\r\n\r\n")]
    [InlineData("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task What_is_no_HTTP_is_refused(string said)
    {
        var answer = await SayAsync(said);

        Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Headers_without_end_are_refused() => Assert.StartsWith(
        "HTTP/1.1 431",
        await SayAsync($"GET /api/v1/cases HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 20_000)}\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_sent_many_times_at_once_is_done_once()
    {
        var source = $"twice-{Guid.NewGuid():N}";
        var reports = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            engine.PostAsync("api/v1/reports", JsonElement.Parse(Report(source)), "acceptor:li", key: source)));

        Assert.Single(reports, r => r.Status == HttpStatusCode.Created);
        Assert.Equal(29, reports.Count(r => r.Status == HttpStatusCode.OK));
        var id = Assert.Single(reports.Select(r => r.Body.Text("id")).Distinct());

        // The later act comes first: it is refused, and does nothing.
        var early = await engine.PostAsync($"api/v1/cases/{id}/acts/dispatch", new { department = "city-urban-management" }, "dispatcher:zhao");
        Assert.Equal((HttpStatusCode.Conflict, "case.notPossible"), (early.Status, early.Body.Text("code")));
        var acts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            engine.PostAsync($"api/v1/cases/{id}/acts/file", new { condition = "1" }, "shiftLead:wang", key: $"{source}-file")));
        Assert.All(acts, a => Assert.Equal((HttpStatusCode.OK, "filed"), (a.Status, a.Body.Text("stage"))));
        var events = (await engine.GetAsync($"api/v1/cases/{id}/events")).GetProperty("items").EnumerateArray().Select(e => e.Text("type")).ToList();
        Assert.Equal((1, 1), (events.Count(e => e == "reported"), events.Count(e => e == "filed")));
    }

    [Fact]
    public async Task Who_goes_away_in_the_middle_leaves_nothing()
    {
        var source = $"gone-{Guid.NewGuid():N}";
        var body = Report(source);
        using (var caller = await ConnectAsync())
        {
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head(body.Length) + body[..^1]));
        }

        // The engine is done with what came before when it answers what came after.
        Assert.Equal("healthy", (await engine.GetAsync("health/ready")).Text("status"));
        Assert.Empty(await CasesOfAsync(source));
    }

    private static string Report(string source) => JsonSerializer.Serialize(new
    {
        t = "2026-03-02T01:58:00Z", lon = 115.797945, lat = 28.669522, kind = "incident", category = "0304", channel = "hotline", source,
    });

    private static string Head(int length) =>
        $"POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";

    private static void ThenProblem(string answer, int status, string code)
    {
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonElement>> CasesOfAsync(string source) =>
        [.. (await engine.CasesAsync()).Where(c => c.Text("source") == source)];

    private async Task<TcpClient> ConnectAsync()
    {
        var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, engine.HttpPort);
        return caller;
    }

    /// <summary>Says something, and hears the answer to its end, or to the end of patience.</summary>
    private async Task<string> SayAsync(string text)
    {
        using var caller = await ConnectAsync();
        var heard = HearAsync(caller);
        await SendAsync(caller, text);
        return await heard;
    }

    /// <summary>Says something, then a drop at a time until it is cut off or answered.</summary>
    private async Task<string> TrickleAsync(string begins, string drop)
    {
        using var caller = await ConnectAsync();
        var heard = HearAsync(caller);
        await SendAsync(caller, begins);
        while (!heard.IsCompleted)
        {
            await SendAsync(caller, drop);
            await Task.WhenAny(heard, Task.Delay(BetweenDrops));
        }

        return await heard;
    }

    private static async Task SendAsync(TcpClient caller, string text)
    {
        try
        {
            await caller.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (IOException)
        {
            // It was cut off; what it was told is heard elsewhere.
        }
    }

    /// <summary>Everything until the connection ends, or a whole answer.</summary>
    private static async Task<string> HearAsync(TcpClient caller)
    {
        using var patience = new CancellationTokenSource(Wait.Deadline);
        var heard = new StringBuilder();
        var bytes = new byte[4096];
        try
        {
            while (await caller.GetStream().ReadAsync(bytes, patience.Token) is var count and > 0)
            {
                heard.Append(Encoding.Latin1.GetString(bytes, 0, count));
                if (heard.ToString() is var text && text.Contains("\r\n\r\n", StringComparison.Ordinal)
                    && (text.EndsWith('}') || text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || text.Contains("Content-Length: 0", StringComparison.Ordinal)))
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // Cut off.
        }

        return heard.ToString();
    }
}
