using Akka.Actor;

namespace CityOps.Engine.Entities;

/// <summary>
/// Asks a shard region, again with the same message while no answer comes, and gives up after a while. The region is found at
/// first use, since the actor system starts after its callers are made.
/// </summary>
internal sealed class EntityRegion(Lazy<IActorRef> region, TimeProvider clock)
{
    /// <summary>How long is waited after the first answer that it is unavailable; then twice as long, and again.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    // A shard that moves may drop what waits for it, so the second follows soon; one that is only slow is not asked much more for it.
    private static readonly TimeSpan[] Patience = [.. new[] { 1, 2, 4, 5 }.Select(s => TimeSpan.FromSeconds(s))];

    public void Tell(object message) => region.Value.Tell(message, ActorRefs.NoSender);

    /// <summary>The answer, or <see cref="EngineRejections.Unavailable"/>. A command must be safe to send twice.</summary>
    public async Task<Answer<TView>> AskAsync<TView>(object message, CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);

        // All are listened to: one that is only slow says what came of the command, those after it that it was done before.
        var asked = new List<Task<Answer<TView>>>();
        try
        {
            for (var attempt = 0; attempt < Patience.Length; attempt++)
            {
                asked.Add(region.Value.Ask<Answer<TView>>(message, ending.Token));
                switch (await FirstAsync(asked, Patience[attempt], cancel))
                {
                    case null:
                        // A shard that moves or a journal that hangs: the same command id makes the retry safe.
                        break;
                    case Answer<TView>.Refused { Reason.Code: "engine.unavailable" } when attempt < Patience.Length - 1:
                        // A journal that does not take it now does not take it at once either.
                        await Task.Delay(FirstPause * Math.Pow(2, attempt), clock, cancel);
                        break;
                    case Answer<TView>.Done { Repeated: true } again when asked.Count > 0:
                        // What it was done by has its answer on the way, if it was one of these.
                        return await FirstAsync(asked, FirstPause, cancel) as Answer<TView>.Done ?? again;
                    case var answer:
                        return answer;
                }
            }

            return new Answer<TView>.Refused(EngineRejections.Unavailable);
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    /// <summary>The answer to any of them, which is taken out; null where none comes in time.</summary>
    private static async Task<Answer<TView>?> FirstAsync<TView>(List<Task<Answer<TView>>> asked, TimeSpan patience, CancellationToken cancel)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        turn.CancelAfter(patience);
        try
        {
            var first = await Task.WhenAny(asked).WaitAsync(turn.Token);
            asked.Remove(first);
            return await first;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
