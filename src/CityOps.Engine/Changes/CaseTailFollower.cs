using CityOps.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Changes;

/// <summary>Keeps the tail of cases going on the nodes where its feed is not.</summary>
internal sealed class CaseTailFollower(CaseTail tail, INodes nodes, EngineReadiness engine, TimeProvider clock, ILogger<CaseTailFollower> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (nodes.Name is null)
        {
            return;
        }

        await engine.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = BetweenLooks;
            try
            {
                await tail.FollowAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.TailNotFollowed(e);
                pause = RetryAfter;
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
