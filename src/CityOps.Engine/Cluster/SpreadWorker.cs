using Akka.Actor;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Cluster;

/// <summary>Does one piece of spread work for as long as the cluster keeps it here.</summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which disposes of the field.
internal sealed class SpreadWorker(SpreadWork work, int piece, ILogger logger) : UntypedActor, IWithTimers
#pragma warning restore CA1001
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    protected override void PreStart() => Self.Tell(Go.Instance);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Go:
                work.RunAsync(piece, _stopping.Token).PipeTo(Self, success: () => Ended.Instance);
                break;
            case Status.Failure failure:
                logger.SpreadWorkFailed(failure.Cause, work.Name, piece);
                Timers?.StartSingleTimer(Go.Instance, Go.Instance, RetryAfter);
                break;
            case Ended:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private sealed record Go
    {
        public static readonly Go Instance = new();
    }

    private sealed record Ended
    {
        public static readonly Ended Instance = new();
    }
}
