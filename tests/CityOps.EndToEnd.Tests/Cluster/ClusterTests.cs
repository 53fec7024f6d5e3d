using System.Diagnostics;
using System.Net;
using CityOps.EndToEnd.Tests.Security;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Cluster;

/// <summary>Three nodes are one engine: whichever of them ends, stands still or comes again, nothing acknowledged is lost or there twice.</summary>
[Collection(WholeMachine.Name)]
public sealed class ClusterTests(ITestOutputHelper output) : IAsyncLifetime
{
    private CityNodes? _city;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        output.WriteLine(_city?.Log ?? "");
        if (_city is not null)
        {
            await _city.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task What_was_acknowledged_is_there_once_after_the_busiest_node_was_killed_twice()
    {
        var city = _city = await CityNodes.StartAsync();
        var asked = city.Nodes[2];
        await using var traffic = new Traffic(asked);
        var sending = traffic.SendAsync(again: false);
        await traffic.ReachAsync(150).WaitAsync(Wait.Deadline);
        foreach (var moment in (int[])[300, 500])
        {
            await KillAsync(city.Nodes[0] == await city.BusiestAsync() ? city.Nodes[0] : city.Nodes[1]);
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
    }

    [SkippableFact]
    public async Task All_nodes_are_restarted_one_after_the_other_while_callers_go_on()
    {
        using var authority = new TestAuthority("nodes");
        var city = _city = await CityNodes.StartAsync(authority);
        await using var traffic = new Traffic(city.Nodes[2]);
        var sending = traffic.SendAsync(again: false);
        await traffic.ReachAsync(100).WaitAsync(Wait.Deadline);
        foreach (var (node, moment) in ((int, int)[])[(0, 250), (1, 400), (2, 550)])
        {
            await city.Nodes[node].StopAsync();
            await city.Nodes[node].StartAsync();
            await traffic.ReachAsync(moment).WaitAsync(Wait.Deadline);
        }

        traffic.AllowAll();
        await sending.WaitAsync(Wait.Deadline);
        await traffic.CheckAsync();
        await city.JournalIsWholeAsync();
        var (code, printed, errors) = await Invocation.RunAsync(
            EngineProcess.Program, Path.GetTempPath(), "cluster", "status", "--url", $"http://127.0.0.1:{city.Nodes[0].HttpPort}");
        Assert.True(code == 0, errors);
        Assert.Equal(3, printed.Split('\n').Count(line => line.StartsWith("akka.ssl.tcp", StringComparison.Ordinal) && line.Contains(" up ", StringComparison.Ordinal)));
        Assert.Contains("read-model/0", printed, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_node_that_stood_still_says_nothing_of_the_past_and_writes_nothing()
    {
        var city = _city = await CityNodes.StartAsync();
        var (_, reported) = await city.Nodes[1].PostAsync(
            "api/v1/reports",
            new { t = DateTimeOffset.UtcNow, lon = 115.83, lat = 28.65, kind = "incident", category = "0101", channel = "hotline", source = "still-1" });
        var id = reported.Text("id");
        var owner = await OwnerOfAsync(city);
        var other = city.Nodes.First(n => n != owner);
        owner.Signal("STOP");

        // The others go on without it, and the case with them.
        var cancelled = await Wait.ForAsync(
            async cancel => await other.PostAsync($"api/v1/cases/{id}/acts/cancel", new { reason = "test" }, key: "still-2", cancel: cancel) is
                (HttpStatusCode.OK, var body) ? body.Text("stage") : null,
            () => $"{id} was not served.\n{city.Log}");
        Assert.Equal("cancelled", cancelled);
        owner.Signal("CONT");

        // Whatever it says from its first word on, it is not that the case is as it was.
        var since = Stopwatch.StartNew();
        while (since.Elapsed < TimeSpan.FromSeconds(3))
        {
            try
            {
                using var answer = await owner.Http.GetAsync($"api/v1/cases/{id}");
                Assert.False(
                    answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync()).Contains("\"stage\":\"reported\"", StringComparison.Ordinal),
                    $"It was answered from the past.\n{city.Log}");
            }
            catch (HttpRequestException)
            {
                // It has ended, since the others went on without it.
                break;
            }
        }

        await city.JournalIsWholeAsync();
    }

    private static async Task KillAsync(EngineProcess node)
    {
        node.Kill();
        await node.StartAsync();
    }

    /// <summary>The node that has the only case in memory.</summary>
    private static async Task<EngineProcess> OwnerOfAsync(CityNodes city)
    {
        foreach (var node in city.Nodes)
        {
            if ((await node.Http.GetStringAsync("metrics")).Contains("entity=\"case\"} 1", StringComparison.Ordinal))
            {
                return node;
            }
        }

        throw new InvalidOperationException($"No node has the case.\n{city.Log}");
    }
}

/// <summary>Tests that need the whole machine: each starts several engines. They run after all others, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeMachine
{
    public const string Name = "whole machine";
}
