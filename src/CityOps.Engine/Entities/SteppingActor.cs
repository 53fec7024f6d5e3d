using Akka.Actor;

namespace CityOps.Engine.Entities;

/// <summary>Takes one step after the other for as long as the cluster keeps it here: at once while there is more, else after a rest.</summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which disposes of the field.
internal abstract class SteppingActor(TimeSpan idle, TimeSpan retryAfter) : UntypedActor, IWithTimers
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _stopping = new();

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    /// <returns>True if there may be more at once.</returns>
    protected abstract Task<bool> StepAsync(CancellationToken cancel);

    /// <summary>A step failed; it is taken again.</summary>
    protected abstract void OnFailed(Exception cause);

    /// <summary>It has stopped; a step may still be on its way, and finds its token cancelled.</summary>
    protected virtual void OnStopped()
    {
    }

    protected sealed override void PreStart() => Step();

    protected sealed override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        OnStopped();
    }

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case Go or Stepped { More: true }:
                Step();
                break;
            case Stepped:
                StepAfter(idle);
                break;
            case Status.Failure failure:
                OnFailed(failure.Cause);
                StepAfter(retryAfter);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Step() => StepAsync(_stopping.Token).PipeTo(Self, success: more => new Stepped(more));

    private void StepAfter(TimeSpan delay) => Timers?.StartSingleTimer(Go.Instance, Go.Instance, delay);

    private sealed record Stepped(bool More);

    private sealed record Go
    {
        public static readonly Go Instance = new();
    }
}
