using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CityOps.EndToEnd.Tests.Security;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Cluster;

/// <summary>
/// Three nodes that speak over TLS are one engine, also while each of them in turn is stopped and comes again as the next release, which
/// writes an event in another version (decision 37).
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class ClusterTests(ITestOutputHelper output) : NodesTests(output)
{
    // A node that goes breaks its connections and does not hear any more who has which shard, which is told again; and there is no store for
    // photos here.
    private static readonly string[] Allowed =
        ["EndpointDisassociatedException", "unable to update a distributed state", "CityOps.Storage.Files.FileSweep"];

    [SkippableFact]
    public async Task All_nodes_are_changed_to_the_next_release_one_after_the_other_while_callers_go_on()
    {
        using var authority = new TestAuthority("nodes");
        var city = City = await CityNodes.StartAsync(3, authority, StartupHook.That("reads"));
        await using var traffic = new Traffic(city.Nodes[2]);
        var sending = traffic.SendAsync(again: false);
        await traffic.ReachAsync(100).WaitAsync(Wait.Deadline);

        // One goes back to the earlier release meanwhile, which has to read what the later one wrote.
        foreach (var (node, release, moment) in ((int, string, int)[])[
            (0, "writes", 200), (1, "writes", 300), (0, "reads", 400), (2, "writes", 500), (0, "writes", 600)])
        {
            Assert.Equal(0, await city.Nodes[node].StopAsync());
            city.Nodes[node].Environment = StartupHook.That(release);
            await city.Nodes[node].StartAsync();
            await traffic.ReachAsync(moment).WaitAsync(Wait.Deadline);
        }

        traffic.AllowAll();
        await sending.WaitAsync(Wait.Deadline);
        await traffic.CheckAsync();
        foreach (var node in city.Nodes)
        {
            // Whichever is asked, it says the same.
            var (source, id) = traffic.Cases.First();
            Assert.Equal(source, (await node.GetAsync($"api/v1/cases/{id}")).Text("source"));
            Assert.Equal(traffic.Track, await node.TrackAsync(Traffic.Vehicle, traffic.Begin.AddHours(-1), traffic.Begin.AddHours(1)));
        }

        await city.JournalIsWholeAsync();
        Assert.Equal(["case-reported/1", StartupHook.Name], await city.VersionsAsync("case-reported/"));
        Assert.DoesNotContain(city.Log.Split('\n'), IsForbidden);
        var (code, printed, errors) = await Invocation.RunAsync(
            EngineProcess.Program, Path.GetTempPath(), "cluster", "status", "--url", $"http://127.0.0.1:{city.Nodes[0].HttpPort}");
        Assert.True(code == 0, errors);
        Assert.Equal(3, printed.Split('\n').Count(line => line.StartsWith("akka.ssl.tcp", StringComparison.Ordinal) && line.Contains(" up ", StringComparison.Ordinal)));
        Assert.Contains("read-model/0", printed, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Of_two_nodes_the_second_goes_on_when_the_first_is_killed()
    {
        using var authority = new TestAuthority("nodes");
        var city = City = await CityNodes.StartAsync(2, authority);
        var (_, reported) = await city.Nodes[0].PostAsync("api/v1/reports", new
        {
            t = DateTimeOffset.UtcNow, lon = 115.8287, lat = 28.6476, kind = "incident", category = "0101", channel = "hotline", source = "two-1",
        });

        city.Nodes[0].Kill();

        // Each half of two is no majority: it is the database that knows who has died.
        var found = await Wait.ForAsync(
            async cancel => await city.Nodes[1].Http.GetAsync($"api/v1/cases/{reported.Text("id")}", cancel) is { IsSuccessStatusCode: true } answer
                ? await answer.Content.ReadAsStringAsync(cancel)
                : null,
            () => $"The second node does not answer.\n{city.Log}");
        Assert.Contains("two-1", found, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Whichever_of_two_nodes_is_asked_it_has_the_positions_and_the_components_of_both()
    {
        using var authority = new TestAuthority("nodes");
        var city = City = await CityNodes.StartAsync(2, authority);
        await using var vehicle = new DeviceClient($"vehicles/{Traffic.Vehicle}", city.Nodes[0].MqttPort);
        await HearsOfAsync(city.Nodes[0], vehicle, 115.8201);
        await HearsOfAsync(city.Nodes[1], vehicle, 115.8202);

        var component = (await city.Nodes[0].GetAsync("api/v1/components?limit=1")).GetProperty("items")[0].Text("id");
        var path = $"api/v1/components/{component}";
        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(city.Nodes[0], "damaged"));
        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(city.Nodes[1], "missing"));
        Assert.Equal(2, (await city.Nodes[1].GetAsync(path)).GetProperty("version").GetInt64());
        await Wait.UntilAsync(
            async () => (await city.Nodes[0].GetAsync(path)).Text("state") == "missing", () => $"The first node does not follow.\n{city.Log}");

        async Task<HttpStatusCode> ChangeAsync(EngineProcess node, string state) =>
            (await node.PostAsync($"{path}/changes", new { kind = "correct", state, source = "patrol" }, "leader:sun")).Status;
    }

    /// <summary>Who follows positions at the node hears of the vehicle's next one, whichever node has the vehicle.</summary>
    private static async Task HearsOfAsync(EngineProcess node, DeviceClient vehicle, double lon)
    {
        using var patience = new CancellationTokenSource(Wait.Deadline);
        using var answer = await node.Http.GetAsync("api/v1/stream?topics=positions", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        var isSent = false;
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(patience.Token)).EnumerateAsync(patience.Token))
        {
            var devices = JsonElement.Parse(item.Data).GetProperty("devices");
            if (devices.EnumerateArray().Any(d => d.Text("id") == Traffic.Vehicle && Math.Abs(d.GetProperty("lon").GetDouble() - lon) < 1e-6))
            {
                return;
            }

            if (!isSent)
            {
                isSent = true;
                await vehicle.SendAsync("position", JsonSerializer.Serialize(new { t = DateTimeOffset.UtcNow, lon, lat = 28.6476 }));
            }
        }

        Assert.Fail("The stream has ended.");
    }

    private static bool IsForbidden(string line) =>
        (line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal)
            || line.Contains("unknown to this version", StringComparison.Ordinal) || line.Contains("Unhandled exception", StringComparison.Ordinal))
        && !Allowed.Any(allowed => line.Contains(allowed, StringComparison.Ordinal));
}

/// <summary>Tests that need the whole machine: each starts several engines. They run after all others, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeMachine
{
    public const string Name = "whole machine";
}
