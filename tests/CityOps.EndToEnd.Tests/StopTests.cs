using System.Net;

namespace CityOps.EndToEnd.Tests;

/// <summary>SIGTERM: an engine lets nobody in any more, answers those that it has let in, and ends.</summary>
public sealed class StopTests : IDisposable
{
    private const int Callers = 4;
    private const int CallsBefore = 50;
    private readonly EngineProcess _engine = new();
    private int _answers;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Who_calls_while_an_engine_ends_is_answered_or_refused_and_never_left_waiting()
    {
        await _engine.StartAsync();
        var report = new
        {
            t = DateTimeOffset.UtcNow, lon = 115.8287, lat = 28.6476, kind = "component", category = "0101", channel = "hotline", source = "stop-1",
        };
        var (status, made) = await _engine.PostAsync("api/v1/reports", report, "leader:l1");
        Assert.Equal(HttpStatusCode.Created, status);
        var calling = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync($"api/v1/cases/{made.Text("id")}")));
        await Wait.UntilAsync(() => Task.FromResult(Volatile.Read(ref _answers) >= CallsBefore || calling.IsCompleted), () => "Nobody is answered.");

        Assert.Equal(0, await _engine.StopAsync());

        Assert.All(await calling, ended => Assert.Equal(HttpRequestError.ConnectionError, ended));
    }

    /// <summary>Calls until it is not answered any more: by what that ended.</summary>
    private async Task<HttpRequestError> CallAsync(string path)
    {
        while (true)
        {
            try
            {
                using var answer = await _engine.Http.GetAsync(path);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Interlocked.Increment(ref _answers);
            }
            catch (HttpRequestException e)
            {
                return e.HttpRequestError;
            }
        }
    }
}
