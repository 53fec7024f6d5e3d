using Akka.Actor;
using CityOps.Engine.Entities;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Engine.Tests.Entities;

public sealed class EntityRegionTests
{
    [Fact]
    public async Task An_entity_that_is_unavailable_is_asked_again_after_ever_longer_pauses()
    {
        using var system = ActorSystem.Create("region");
        var clock = new FakeTimeProvider();
        var asked = new List<DateTimeOffset>();
        var entity = system.ActorOf(Props.Create(() => new Unavailable(clock, asked)));
        var region = new EntityRegion(new Lazy<IActorRef>(entity), clock);

        var answer = region.AskAsync<string>("how are you", default);
        await Eventually.Holds(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            return answer.IsCompleted;
        });

        Assert.Equal(EngineRejections.Unavailable, Assert.IsType<Answer<string>.Refused>(await answer).Reason);
        var pauses = asked.Zip(asked.Skip(1), (one, next) => (next - one) / EntityRegion.FirstPause).ToList();
        Assert.All(pauses.Zip([1, 2, 4]), p => Assert.True(p.First >= p.Second, $"It was asked again after {p.First} pauses."));
        Assert.Equal(3, pauses.Count);
    }

    private sealed class Unavailable(FakeTimeProvider clock, List<DateTimeOffset> asked) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            asked.Add(clock.GetUtcNow());
            Sender.Tell(new Answer<string>.Refused(EngineRejections.Unavailable));
        }
    }
}
