using System.Diagnostics;
using CityOps.EndToEnd.Tests.Broker;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Links;

/// <summary>The same between an engine and the city's broker; devices reach the broker by a way of their own.</summary>
public sealed class BrokerLinkTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task What_was_acknowledged_is_there_once_and_the_engine_comes_back_by_itself()
    {
        await using var city = CityBroker.Create();
        await city.Broker.StartAsync();
        await using var link = new FaultyLink(city.Broker.Port);
        city.Engine.Further = [.. city.Engine.Further, $"--CityOps:Mqtt:External:Port={link.Port}"];
        await city.Engine.StartAsync();
        await city.ReachedAsync();
        await using var traffic = new Traffic(city.Engine);
        var sending = traffic.SendAsync(again: false);

        await ReachAsync(60);
        link.Delay = TimeSpan.FromMilliseconds(20);
        await ReachAsync(120);
        link.Delay = TimeSpan.Zero;
        foreach (var (moment, fault) in ((int, Action)[])[(200, link.Cut), (280, link.Cut), (360, link.Orphan), (440, link.Silence)])
        {
            await ReachAsync(moment);
            fault();
            output.WriteLine($"{fault.Method.Name} after {traffic.Acknowledged}.");
        }

        traffic.AllowAll();
        await sending.WaitAsync(2 * Wait.Deadline);
        await traffic.CheckAsync();

        async Task ReachAsync(int acknowledged)
        {
            var since = Stopwatch.StartNew();
            await Task.WhenAny(traffic.ReachAsync(acknowledged), sending, Task.Delay(2 * Wait.Deadline));
            output.WriteLine($"{acknowledged} after {since.Elapsed.TotalSeconds:0.0} s.");
            Assert.True(
                traffic.Acknowledged >= acknowledged, $"Stuck at {traffic.Acknowledged} of {Traffic.Total} {sending.Exception}\n{city.Engine.Log}");
        }
    }
}
