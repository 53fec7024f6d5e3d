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

        // It runs: that an answer does not come within a second, by no clock of the test, is another story.
        await entity.Ask<ActorIdentity>(new Identify("up"));
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

    [Fact]
    public async Task Of_an_entity_that_is_only_slow_the_first_answer_counts_and_not_that_it_was_asked_again()
    {
        using var system = ActorSystem.Create("region");
        var entity = system.ActorOf(Props.Create(() => new Slow()));
        var region = new EntityRegion(new Lazy<IActorRef>(entity), TimeProvider.System);

        Assert.Equal("asked 2 times, answer 1", Assert.IsType<Answer<string>.Done>(await region.AskAsync<string>("how are you", default)).View);
    }

    [Fact]
    public async Task What_was_dropped_is_asked_again()
    {
        using var system = ActorSystem.Create("region");
        var entity = system.ActorOf(Props.Create(() => new Forgetful()));
        var region = new EntityRegion(new Lazy<IActorRef>(entity), TimeProvider.System);

        Assert.Equal("answer 2", Assert.IsType<Answer<string>.Done>(await region.AskAsync<string>("how are you", default)).View);
    }

    /// <summary>Answers the first question once the second one has come, and then the second.</summary>
    private sealed class Slow : UntypedActor
    {
        private IActorRef? _first;

        protected override void OnReceive(object message)
        {
            if (_first is null)
            {
                _first = Sender;
                return;
            }

            _first.Tell(new Answer<string>.Done("asked 2 times, answer 1", Repeated: false));
            Sender.Tell(new Answer<string>.Done("asked 2 times, answer 2", Repeated: true));
        }
    }

    /// <summary>Does not answer the first question.</summary>
    private sealed class Forgetful : UntypedActor
    {
        private int _asked;

        protected override void OnReceive(object message)
        {
            if (++_asked > 1)
            {
                Sender.Tell(new Answer<string>.Done($"answer {_asked}", Repeated: false));
            }
        }
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
