using CityOps.Engine.Entities;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Feeds;

/// <summary>Runs one slice of a feed.</summary>
internal sealed class FeedActor(IFeed feed, int slice, FeedRunner runner, ILogger logger)
    : SteppingActor(idle: feed.Rest, retryAfter: TimeSpan.FromSeconds(1))
{
    protected override Task<bool> StepAsync(CancellationToken cancel) => runner.StepAsync(cancel);

    protected override void OnFailed(Exception cause) => logger.FeedFailed(cause, feed.Name, slice);

    protected override void OnStopped() => runner.Leave();
}
