using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using NodaTime;

namespace CityOps.Simulator.Clients;

/// <summary>Who acts, for the engine's demo mode.</summary>
/// <param name="Role"><c>collector</c>, <c>acceptor</c>, <c>shiftLead</c>, <c>dispatcher</c>, <c>handler</c>,
/// <c>leader</c> or <c>citizen</c>.</param>
/// <param name="Id">The person.</param>
/// <param name="Scope">The department of a handler, else the jurisdiction; null for the whole city.</param>
internal sealed record Acting(string Role, string Id, string? Scope = null)
{
    /// <summary>The value of the header: <c>role:id@scope</c>.</summary>
    public override string ToString() => Scope is null ? $"{Role}:{Id}" : $"{Role}:{Id}@{Scope}";
}

/// <summary>
/// The engine's HTTP interface. Every call tries again with the same command id while the engine is away or overloaded.
/// Safe for concurrent use.
/// </summary>
internal sealed class EngineApi(Uri address, Patience patience) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Files a report; its source is its command id.</summary>
    public Task<Reply> ReportAsync(ReportMessage report, Acting by, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, "api/v1/reports", Wire.Bytes(report), by, report.Source, cancel);

    /// <summary>Carries out an act on a case.</summary>
    public Task<Reply> ActAsync(
        string caseId, string act, object body, Acting by, string commandId, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, $"api/v1/cases/{caseId}/acts/{act}", Wire.Bytes(body), by, commandId, cancel);

    /// <summary>The state of a case.</summary>
    public Task<Reply> CaseAsync(string caseId, CancellationToken cancel) => GetAsync($"api/v1/cases/{caseId}", cancel);

    /// <summary>The verifications and inspections of a case, oldest first.</summary>
    public Task<Reply> TasksAsync(string caseId, CancellationToken cancel) =>
        GetAsync($"api/v1/cases/{caseId}/tasks", cancel);

    /// <summary>The recorded track of a device (<c>collectors/ID</c> or <c>vehicles/ID</c>) as GeoJSON.</summary>
    public Task<Reply> TrackAsync(string device, Instant from, Instant to, CancellationToken cancel) =>
        GetAsync(
            $"api/v1/{device}/track?from={Wire.Time(from)}&to={Wire.Time(to)}&format=geojson", cancel);

    /// <summary>What of a device's messages was refused.</summary>
    public Task<Reply> RefusalsAsync(string device, CancellationToken cancel) =>
        GetAsync($"api/v1/refusals?device={Uri.EscapeDataString(device)}", cancel);

    /// <summary>Waits until the engine says that it is ready.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        if (await GetAsync("health/ready", cancel).ConfigureAwait(false) is Reply.Problem { Status: not 404 } problem)
        {
            throw new EngineAwayException(
                $"{address} is not ready", new HttpRequestException($"{problem.Status} {problem.Reason}"));
        }
    }

    public void Dispose() => _http.Dispose();

    private Task<Reply> GetAsync(string path, CancellationToken cancel) =>
        SendAsync(HttpMethod.Get, path, null, null, null, cancel);

    private async Task<Reply> SendAsync(
        HttpMethod method, string path, byte[]? body, Acting? by, string? commandId, CancellationToken cancel)
    {
        var attempts = patience.Begin();
        Exception? last;
        do
        {
            try
            {
                using var request = Request(method, path, body, by, commandId);
                using var response = await _http.SendAsync(request, cancel).ConfigureAwait(false);
                var answer = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
                if (!IsAway(response.StatusCode))
                {
                    return Reply.From((int)response.StatusCode, answer);
                }

                last = new HttpRequestException($"HTTP {(int)response.StatusCode}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
            {
                cancel.ThrowIfCancellationRequested();
                last = e;
            }
        }
        while (await attempts.AgainAsync(cancel).ConfigureAwait(false));
        throw new EngineAwayException($"{method} {new Uri(address, path)}", last);
    }

    private static HttpRequestMessage Request(
        HttpMethod method, string path, byte[]? body, Acting? by, string? commandId)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (by is not null)
        {
            request.Headers.Add("X-CityOps-Acting", by.ToString());
        }

        if (commandId is not null)
        {
            request.Headers.Add("Idempotency-Key", commandId);
        }

        return request;
    }

    private static bool IsAway(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or
        HttpStatusCode.GatewayTimeout;
}
