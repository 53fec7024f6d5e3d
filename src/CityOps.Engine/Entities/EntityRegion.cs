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
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var answer = await region.Value.Ask<Answer<TView>>(message, Patience[attempt], cancel);
                if (attempt == Patience.Length - 1 || answer is not Answer<TView>.Refused { Reason.Code: "engine.unavailable" })
                {
                    return answer;
                }

                // A journal that does not take it now does not take it at once either.
                await Task.Delay(FirstPause * Math.Pow(2, attempt), clock, cancel);
            }
            catch (AskTimeoutException) when (attempt < Patience.Length - 1)
            {
                // A shard that moves or a journal that hangs: the same command id makes the retry safe.
            }
            catch (AskTimeoutException)
            {
                return new Answer<TView>.Refused(EngineRejections.Unavailable);
            }
        }
    }
}
