using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Notices;

/// <summary>Looks again and again for notices that wait to be sent; one in the cluster.</summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which disposes of the field.
internal sealed class NoticeSender(NoticePost post, ILogger logger) : UntypedActor, IWithTimers
#pragma warning restore CA1001
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

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
                StepAfter(Idle);
                break;
            case Status.Failure failure:
                logger.NoticesNotSent(failure.Cause);
                StepAfter(RetryAfter);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Step() => post.StepAsync(_stopping.Token).PipeTo(Self, success: more => new Stepped(more));

    private void StepAfter(TimeSpan delay) => Timers?.StartSingleTimer(Go.Instance, Go.Instance, delay);

    private sealed record Stepped(bool More);

    private sealed record Go
    {
        public static readonly Go Instance = new();
    }
}
