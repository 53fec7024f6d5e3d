using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using CityOps.Domain;
using CityOps.Http.Live;
using CityOps.Http.Tests.Fakes;
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
        var running = (await BeginAsync(pipe)).RunAsync(stop.Token);
        await ReadAsync(pipe, "retry");
        await ReadAsync(pipe, "\"reset\":true,\"devices\":[]");

        // It writes the first of these, and is held up; of the others it will know no more than the last.
        for (var tick = 1; tick <= 20; tick++)
        {
            _server.Live.Post("v1", TestCity.WestLon + (tick * 0.0001), second: tick);
            await _server.TickAsync();
            await Eventually.Holds(() => HasWritten(pipe));
        }

        await ReadAsync(pipe, "\"reset\":false");
        var caughtUp = await ReadAsync(pipe, "\"reset\":true");
        Assert.Contains(JsonSerializer.Serialize(TestCity.WestLon + (20 * 0.0001)), caughtUp, StringComparison.Ordinal);
        await EndAsync(running, stop);
    }

    [Fact]
    public async Task One_reader_too_many_is_told_to_come_again()
    {
        await using var only = await LiveReader.OpenAsync(_server, "topics=cases");

        var refused = await _server.GetReplyAsync("/api/v1/stream?topics=cases");

        refused.Problem(HttpStatusCode.ServiceUnavailable, "stream.full");
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task Who_has_as_many_streams_as_one_may_takes_no_seat_of_others()
    {
        await using var server = new OpenedServer(new CityHttpOptions { Demo = true, StreamReaders = 3, StreamReadersPerCaller = 1 });
        await server.InitializeAsync();
        var first = await LiveReader.OpenAsync(server, "topics=cases", acting: "leader:l1");

        (await server.GetReplyAsync("/api/v1/stream?topics=cases", ("X-CityOps-Acting", "leader:l1")))
            .Problem(HttpStatusCode.TooManyRequests, "stream.tooMany");
        await Eventually.Holds(() =>
            server.Access.Notes.Any(n => n is { Who: "l1", Path: "/api/v1/stream", Status: 429, Why: "tooMany" }));
        await using (await LiveReader.OpenAsync(server, "topics=cases", acting: "collector:l1"))
        {
            await first.DisposeAsync();
        }

        await Eventually.Holds(() => server.Services.GetRequiredService<StreamSeats>().Taken == 0);
        await using var again = await LiveReader.OpenAsync(server, "topics=cases", acting: "leader:l1");
    }

    [Fact]
    public async Task A_reader_who_begins_is_written_all_devices_piece_by_piece()
    {
        _server.ReadModel.Devices = new([.. Enumerable.Range(0, 1_000).Select(i => MemoryLive.View($"v{i}", TestCity.WestLon))], null, CityServer.Noon);
        using var stop = new CancellationTokenSource();
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 0, useSynchronizationContext: false));
        var running = (await BeginAsync(pipe)).RunAsync(stop.Token);
        await ReadAsync(pipe, "retry");
        var all = await ReadAsync(pipe, "\"reset\":true");
        Assert.InRange(all.Length, EventText.PieceBytes, EventText.PieceBytes * 2);

        while (!all.Contains("\"left\":[]", StringComparison.Ordinal))
        {
            all += await ReadAsync(pipe, "");
        }

        Assert.Equal(1_000, all.Split("\"kind\":\"vehicle\"").Length - 1);
        await EndAsync(running, stop);
    }

    /// <summary>A reader of all positions who reads when the test does.</summary>
    private async Task<StreamRun> BeginAsync(Pipe pipe)
    {
        var sources = _server.Services.GetRequiredService<StreamSources>();
        await sources.Positions.EnterAsync(default);
        Assert.Equal(Seat.Taken, _server.Services.GetRequiredService<StreamSeats>().Take("demo"));
        return new StreamRun(
            new StreamRequest(false, true, new StreamFilter(Scope.Everything, TestCity.Configuration, null, null), null), sources, pipe.Writer,
            _server.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
    }

    /// <summary>It ends of itself or by what it waits for, wherever it is when it is told.</summary>
    private static async Task EndAsync(Task running, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.False(running.IsFaulted, $"{running.Exception}");
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
        var read = await pipe.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(4));
        var text = Encoding.UTF8.GetString(read.Buffer);
        pipe.Reader.AdvanceTo(read.Buffer.End);
        Assert.Contains(wanted, text, StringComparison.Ordinal);
        return text;
    }

    private sealed class FewReaders() : CityServer(new CityHttpOptions { Demo = true, StreamReaders = 1 });
}
