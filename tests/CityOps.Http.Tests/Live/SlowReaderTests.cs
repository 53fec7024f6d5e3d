using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using CityOps.Domain;
using CityOps.Http.Live;
using CityOps.Http.Tests.Running;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityOps.Http.Tests.Live;

public sealed class SlowReaderTests : IAsyncLifetime
{
    private readonly CityServer _server = new FewReaders();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_reader_who_does_not_read_is_owed_no_more_than_the_newest_state()
    {
        using var stop = new CancellationTokenSource();
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 0, useSynchronizationContext: false));
        var (sources, json) = (
            _server.Services.GetRequiredService<StreamSources>(),
            _server.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        await sources.Positions.EnterAsync(default);
        Assert.True(sources.Beat.TryEnter(1));
        var run = new StreamRun(
            new StreamRequest(false, true, new StreamFilter(Scope.Everything, TestCity.Configuration, null, null), null), sources, pipe.Writer, json);
        var running = run.RunAsync(stop.Token);
        await ReadAsync(pipe, "retry");
        await ReadAsync(pipe, "\"reset\":true,\"devices\":[]");

        // It writes the first of these, and is held up; of the others it will know no more than the last.
        for (var beat = 1; beat <= 20; beat++)
        {
            _server.Live.Post("v1", TestCity.WestLon + (beat * 0.0001), second: beat);
            var before = sources.Beat.Current.Beat.Number;
            _server.Clock.Advance(StreamBeat.Between);
            await Eventually.Holds(() => sources.Beat.Current.Beat.Number > before && HasWritten(pipe));
        }

        await ReadAsync(pipe, "\"reset\":false");
        var caughtUp = await ReadAsync(pipe, "\"reset\":true");
        Assert.Contains(JsonSerializer.Serialize(TestCity.WestLon + (20 * 0.0001)), caughtUp, StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task One_reader_too_many_is_told_to_come_again()
    {
        await using var only = await LiveReader.OpenAsync(_server, "topics=cases");

        var refused = await _server.GetReplyAsync("/api/v1/stream?topics=cases");

        refused.Problem(HttpStatusCode.ServiceUnavailable, "stream.full");
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    private static bool HasWritten(Pipe pipe)
    {
        var written = pipe.Reader.TryRead(out var read);
        if (written)
        {
            pipe.Reader.AdvanceTo(read.Buffer.Start);
        }

        return written;
    }

    private static async Task<string> ReadAsync(Pipe pipe, string wanted)
    {
        var read = await pipe.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        var text = Encoding.UTF8.GetString(read.Buffer);
        pipe.Reader.AdvanceTo(read.Buffer.End);
        Assert.Contains(wanted, text, StringComparison.Ordinal);
        return text;
    }

    private sealed class FewReaders() : CityServer(new CityHttpOptions { Demo = true, StreamReaders = 1 });
}
