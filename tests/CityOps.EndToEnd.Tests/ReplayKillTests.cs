using System.Globalization;
using CityOps.Simulator.Replay;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests;

/// <summary>SIGKILL in the middle of a replay, start again, replay again, ten times in a row: of real input where it lies beside the repository, else of made.</summary>
public sealed class ReplayKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 10;
    private const int Seed = 20_240_416;
    private readonly EngineProcess _engine = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-replay-");

    public void Dispose()
    {
        _engine.Dispose();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_replayed_is_there_exactly_once_after_ten_kills()
    {
        var input = ReplayInput.Real() ?? ReplayInput.Made(_home.FullName, requests: 240, points: 300);
        var requests = ServiceRequests.Read(input.Requests).Count;
        var replay = new Replay(_engine, input, _home.FullName);
        var killedAt = await KillAgainAndAgainAsync(replay, requests);

        await _engine.StartAsync();
        await replay.ToTheEndAsync("--verify");
        var acknowledged = replay.Cases();
        Assert.Equal(requests, acknowledged.Count);
        var there = await ThereAsync(requests);
        Assert.Equal(
            acknowledged.Select(c => (c.Key, c.Value)).Order(), there.Cases.Select(c => (c.Source, c.Id)).Order());

        // A case that was lost and reported anew has the same id, but is younger than the kill that it should survive.
        Assert.All(there.Cases, c =>
            Assert.True(!killedAt.TryGetValue(c.Source, out var kill) || c.ReportedAt <= kill, $"{c}, killed at {kill:O}"));

        var again = await replay.ToTheEndAsync("--verify");
        Assert.Matches($@"report +duplicate +{requests}\b", again);
        Assert.Equal(acknowledged, replay.Cases());
        Assert.Equivalent(there, await ThereAsync(requests), strict: true);
    }

    /// <returns>For each report the moment of the first kill that came after its acknowledgement.</returns>
    private async Task<Dictionary<string, DateTimeOffset>> KillAgainAndAgainAsync(Replay replay, int requests)
    {
#pragma warning disable CA5394 // Random, but the same in every run; nothing is secret.
        var random = new Random(Seed);
        var killedAt = new Dictionary<string, DateTimeOffset>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Among the last that were sent before, or a while into what is new.
            var moment = replay.Acknowledgements
                + Math.Max(1, killedAt.Count + random.Next(-requests / 40, requests / 12));
#pragma warning restore CA5394
            // Paced by how much there is, or what is new may be done between two looks; and only so much is new that after the last kill some
            // is left, whatever stands still meanwhile.
            using var simulator = replay.Start(
                "--rate", (requests / 10).ToString(CultureInfo.InvariantCulture),
                "--limit", (killedAt.Count + (requests / (Kills + 1))).ToString(CultureInfo.InvariantCulture));
            await _engine.StartAsync();
            await Wait.UntilAsync(
                () => Task.FromResult(replay.Acknowledgements >= moment || simulator.HasExited),
                () => $"The simulator does not get on: {simulator.Printed}{simulator.Errors}\n{_engine.Log}");
            Assert.True(!simulator.HasExited || await simulator.ExitAsync() == 0, $"{simulator.Printed}{simulator.Errors}\n{_engine.Log}");
            _engine.Kill();
            simulator.Kill();
            var now = DateTimeOffset.UtcNow;
            foreach (var source in replay.Cases().Keys)
            {
                killedAt.TryAdd(source, now);
            }

            output.WriteLine($"Kill {kill}: {killedAt.Count} of {requests} are acknowledged.");
        }

        Assert.InRange(killedAt.Count, 2, requests - 1);
        return killedAt;
    }

    /// <summary>Everything that a replay leaves, by actors, list and tracks.</summary>
    private async Task<Left> ThereAsync(int requests)
    {
        var listed = await _engine.CasesAsync();
        await Wait.UntilAsync(
            async () => (listed = await _engine.CasesAsync()).Count >= requests,
            () => $"{listed.Count} of {requests} cases are listed.\n{_engine.Log}");
        var cases = listed.Select(Case).OrderBy(c => c.Id).ToList();
        foreach (var some in cases.Chunk(16))
        {
            var own = await Task.WhenAll(some.Select(c => _engine.GetAsync($"api/v1/cases/{c.Id}")));
            Assert.Equal(some, own.Select(Case).ToArray());
            await Task.WhenAll(some.Select(HappenedOnceAsync));
        }

        return new Left(
            cases,
            await TracksAsync("collectors", "2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z"),
            await TracksAsync("vehicles", "2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z"),
            await TracksAsync("vehicles", "2018-10-01T00:00:00Z", "2018-10-31T00:00:00Z"));
    }

    /// <summary>It was reported once, and flagged at most once as like another.</summary>
    private async Task HappenedOnceAsync(LeftCase left)
    {
        var types = string.Join(' ', await _engine.DoneToAsync(left.Id));
        Assert.True(types is "reported" or "reported similarFound", $"{left}: {types}");
    }

    /// <summary>Every track of a month, by device.</summary>
    private async Task<IReadOnlyList<string>> TracksAsync(string kind, string from, string to)
    {
        var tracks = new List<string>();
        var devices = await _engine.GetAsync($"api/v1/{kind}?limit=1000");
        foreach (var device in devices.GetProperty("items").EnumerateArray())
        {
            var id = device.Text("id");
            var track = await _engine.Http.GetStringAsync($"api/v1/{kind}/{id}/track?format=csv&from={from}&to={to}");
            tracks.Add($"{id}: {track}");
        }

        return tracks;
    }

    private static LeftCase Case(System.Text.Json.JsonElement @case) => new(
        @case.Text("id"),
        @case.Text("source"),
        @case.Text("grid"),
        // The list keeps milliseconds.
        DateTimeOffset.FromUnixTimeMilliseconds(
            DateTimeOffset.Parse(@case.Text("reportedAt"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()));

    private sealed record LeftCase(string Id, string Source, string Grid, DateTimeOffset ReportedAt);

    private sealed record Left(
        IReadOnlyList<LeftCase> Cases, IReadOnlyList<string> Walk, IReadOnlyList<string> Drive, IReadOnlyList<string> Frames);
}
