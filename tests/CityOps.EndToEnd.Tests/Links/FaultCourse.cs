using System.Diagnostics;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Links;

/// <summary>Traffic goes through an engine while the link between it and a server has one fault after the other.</summary>
internal sealed class FaultCourse(EngineProcess engine, FaultyLink link, ITestOutputHelper output)
{
    private const int Step = 70;

    // Each try of the engine is refused; so many in vain are a link that is away, and not one that broke.
    private const int TriesInVain = 5;

    /// <summary>Slows the link down, breaks it in each of these ways, and then takes it away for a while; all that was acknowledged must be there once.</summary>
    public async Task RunAsync(params Action[] breaks)
    {
        await using var traffic = new Traffic(engine);
        var sending = traffic.SendAsync(again: false);

        await ReachAsync(60);
        link.Delay = TimeSpan.FromMilliseconds(20);
        await ReachAsync(120);
        link.Delay = TimeSpan.Zero;
        var moment = 120;
        foreach (var fault in breaks)
        {
            await ReachAsync(moment += Step);
            fault();
            output.WriteLine($"{fault.Method.Name} after {traffic.Acknowledged}.");
        }

        await ReachAsync(moment + Step);
        link.Close();
        await Wait.UntilAsync(() => Task.FromResult(link.Refused >= TriesInVain), () => $"The engine gave up after {link.Refused} tries.\n{engine.Log}");
        link.Open();

        traffic.AllowAll();
        await sending.WaitAsync(2 * Wait.Deadline);
        await traffic.CheckAsync();

        async Task ReachAsync(int acknowledged)
        {
            var since = Stopwatch.StartNew();
            await Task.WhenAny(traffic.ReachAsync(acknowledged), sending, Task.Delay(2 * Wait.Deadline));
            output.WriteLine($"{acknowledged} after {since.Elapsed.TotalSeconds:0.0} s.");
            Assert.True(
                traffic.Acknowledged >= acknowledged, $"Stuck at {traffic.Acknowledged} of {Traffic.Total} {sending.Exception}\n{engine.Log}");
        }
    }
}
