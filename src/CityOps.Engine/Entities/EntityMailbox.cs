using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace CityOps.Engine.Entities;

/// <summary>
/// The mailbox of an entity: small, since there are hundreds of thousands, and most are empty most of the time. Akka's own has room for 32
/// messages from the start, which takes more memory than the rest of the mailbox, the cell and the path together.
/// </summary>
internal sealed class EntityMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<EntityMailbox.Queue>
{
    /// <summary>Its path in the configuration.</summary>
    public const string Path = "cityops.entity-mailbox";

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue();

    /// <summary>
    /// Many writers, one reader; also in front, for what a stash gives back. It is its own lock, since nobody else sees it, and a lock
    /// would take as much memory as the rest.
    /// </summary>
    internal sealed class Queue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
    {
        private const int First = 2;
        private const int KeptWhenEmpty = 64;

        private Envelope[] _ring = [];
        private int _start;
        private int _count;

        public bool HasMessages => Volatile.Read(ref _count) > 0;

        public int Count => Volatile.Read(ref _count);

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            lock (this)
            {
                MakeRoom();
                _ring[(_start + _count) & (_ring.Length - 1)] = envelope;
                _count++;
            }
        }

        public void EnqueueFirst(Envelope envelope)
        {
            lock (this)
            {
                MakeRoom();
                _start = (_start - 1) & (_ring.Length - 1);
                _ring[_start] = envelope;
                _count++;
            }
        }

        public bool TryDequeue(out Envelope envelope)
        {
            lock (this)
            {
                if (_count == 0)
                {
                    envelope = default;
                    return false;
                }

                envelope = _ring[_start];
                _ring[_start] = default;
                _start = (_start + 1) & (_ring.Length - 1);
                _count--;
                if (_count == 0 && _ring.Length > KeptWhenEmpty)
                {
                    (_ring, _start) = ([], 0);
                }

                return true;
            }
        }

        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            while (TryDequeue(out var envelope))
            {
                deadletters.Enqueue(owner, envelope);
            }
        }

        // A power of two, so that a place in the ring is a mask.
        private void MakeRoom()
        {
            if (_count < _ring.Length)
            {
                return;
            }

            var larger = new Envelope[Math.Max(First, _ring.Length * 2)];
            for (var i = 0; i < _count; i++)
            {
                larger[i] = _ring[(_start + i) & (_ring.Length - 1)];
            }

            (_ring, _start) = (larger, 0);
        }
    }
}
