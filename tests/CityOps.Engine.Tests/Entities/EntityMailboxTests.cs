using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Tests.Entities;

public sealed class EntityMailboxTests
{
    private readonly EntityMailbox.Queue _queue = new();

    [Fact]
    public void Messages_come_out_as_they_went_in_whatever_the_size_of_the_ring()
    {
        var (sent, received) = (0, new List<int>());
        foreach (var burst in new[] { 1, 3, 4, 5, 100, 2, 300, 1 })
        {
            for (var i = 0; i < burst; i++)
            {
                _queue.Enqueue(ActorRefs.Nobody, Of(sent++));
            }

            // Some stay, so that the ring wraps around.
            for (var i = 0; i < burst - 1; i++)
            {
                received.Add(Next());
            }
        }

        while (_queue.HasMessages)
        {
            received.Add(Next());
        }

        Assert.Equal(Enumerable.Range(0, sent), received);
        Assert.False(_queue.TryDequeue(out _));
    }

    [Fact]
    public void What_a_stash_gives_back_comes_before_everything_else()
    {
        _queue.Enqueue(ActorRefs.Nobody, Of(3));
        _queue.Enqueue(ActorRefs.Nobody, Of(4));
        for (var i = 2; i >= -2; i--)
        {
            _queue.EnqueueFirst(Of(i));
        }

        Assert.Equal(7, _queue.Count);
        Assert.Equal([-2, -1, 0, 1, 2, 3, 4], Enumerable.Range(0, 7).Select(_ => Next()));
    }

    [Fact]
    public void What_an_entity_leaves_behind_goes_to_the_dead_letters()
    {
        var dead = new UnboundedMessageQueue();
        _queue.Enqueue(ActorRefs.Nobody, Of(1));
        _queue.Enqueue(ActorRefs.Nobody, Of(2));

        _queue.CleanUp(ActorRefs.Nobody, dead);

        Assert.Equal((0, 2), (_queue.Count, dead.Count));
    }

    private static Envelope Of(int message) => new(message, ActorRefs.Nobody);

    private int Next() => _queue.TryDequeue(out var envelope) ? (int)envelope.Message : throw new InvalidOperationException();
}
