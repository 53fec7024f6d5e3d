using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Feeds;

/// <summary>Runs one slice of a feed for as long as the cluster keeps it here.</summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which disposes of the field.
internal sealed class FeedActor(IFeed feed, int slice, FeedRunner runner, ILogger logger) : UntypedActor, IWithTimers
#pragma warning restore CA1001
{
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    protected override void PreStart() => Step();

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Go or Stepped { More: true }:
                Step();
                break;
            case Stepped:
                StepAfter(IdlePoll);
                break;
            case Status.Failure failure:
                logger.FeedFailed(failure.Cause, feed.Name, slice);
                StepAfter(RetryAfter);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Step() =>
        runner.StepAsync(_stopping.Token).PipeTo(Self, success: more => new Stepped(more));

    private void StepAfter(TimeSpan delay) =>
        Timers?.StartSingleTimer(Go.Instance, Go.Instance, delay);

    private sealed record Stepped(bool More);

    private sealed record Go
    {
        public static readonly Go Instance = new();
    }
}
