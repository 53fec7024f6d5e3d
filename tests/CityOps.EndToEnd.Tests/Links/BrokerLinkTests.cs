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
        await new FaultCourse(city.Engine, link, output).RunAsync(link.Cut, link.Cut, link.Orphan, link.Silence);
    }
}
