using CityOps.Engine.Ports;
using Microsoft.Extensions.Hosting;

namespace CityOps.Engine.Cluster;

/// <summary>Looks again and again for what other nodes have done; an engine that is alone has nothing to look for.</summary>
/// <param name="nodes">Says whether it is alone.</param>
/// <param name="betweenLooks">How long it pauses after a look.</param>
/// <param name="clock">What pauses go by.</param>
public abstract class NodeFollower(INodes nodes, TimeSpan betweenLooks, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (nodes.Name is null)
        {
            return;
        }

        await BeginAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = betweenLooks;
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(e);
                pause = RetryAfter;
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Completes when there may be something to see; at once unless said otherwise.</summary>
    protected virtual Task BeginAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Looks once, and takes over what it sees.</summary>
    protected abstract Task LookAsync(CancellationToken cancel);

    /// <summary>Says that a look has failed; it is tried again.</summary>
    protected abstract void Failed(Exception cause);
}
