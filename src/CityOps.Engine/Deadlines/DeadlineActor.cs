using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Deadlines;

/// <summary>Runs the worker and the calendar walk of one slice for as long as the cluster keeps it here.</summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which disposes of the field.
internal sealed class DeadlineActor(int slice, DeadlineStart start, DeadlineWorker worker, CalendarWalk walk, ILogger logger)
    : UntypedActor, IWithTimers
#pragma warning restore CA1001
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    protected override void PreStart()
    {
        Self.Tell(Wake);
        Self.Tell(Walk);
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        worker.Leave();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Job job:
                RunAsync(job).PipeTo(Self, failure: cause => new Failed(job, cause));
                break;
            case Failed failed:
                logger.DeadlinesFailed(failed.Cause, slice, failed.Job.Name);
                Timers?.StartSingleTimer(failed.Job, failed.Job, RetryAfter);
                break;
            case Ended:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private Job Wake => new("worker", worker.RunAsync);

    private Job Walk => new("calendar walk", walk.RunAsync);

    private async Task<Ended> RunAsync(Job job)
    {
        await start.WaitAsync(_stopping.Token);
        await job.RunAsync(_stopping.Token);
        return Ended.Instance;
    }

    private sealed record Job(string Name, Func<CancellationToken, Task> RunAsync);

    private sealed record Failed(Job Job, Exception Cause);

    private sealed record Ended
    {
        public static readonly Ended Instance = new();
    }
}
