using Akka.Actor;

namespace CityOps.Engine.Entities;

/// <summary>Asks an entity how it is, as the caller may see it.</summary>
internal sealed record Read(string Id, Domain.Actor Caller);

/// <summary>
/// Ends an entity that is idle or whose shard moves. A message of our own waits, as a command does, until what is being
/// persisted is in the journal; a PoisonPill would not.
/// </summary>
internal sealed record StopEntity
{
    public static readonly StopEntity Instance = new();
}

/// <summary>Reaches into a shard, so that it has its place from then on; answered with the same message.</summary>
internal sealed record StartShard(string Shard)
{
    /// <summary>Stands in for the entity of the shard that is reached. No entity's id has this form.</summary>
    public const string Entity = "~";
}

/// <summary>Answers <see cref="StartShard"/> in an entity's place, and is gone: it recovers and keeps nothing.</summary>
internal sealed class ShardStarter : UntypedActor
{
    protected override void OnReceive(object message)
    {
        Sender.Tell(message);
        Context.Stop(Self);
    }
}

/// <summary>Makes actors without reflection, which an expression in Props needs for every one.</summary>
internal sealed class Producer<TActor>(Func<TActor> create) : IIndirectActorProducer
    where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public static Props Props(Func<TActor> create) => Akka.Actor.Props.CreateBy(new Producer<TActor>(create));

    public ActorBase Produce() => create();

    public void Release(ActorBase actor)
    {
    }
}

/// <summary>Which entity is being made: a shard names its actors after their ids, escaped.</summary>
internal static class EntityName
{
    public static string Current => Uri.UnescapeDataString(
        ActorCell.GetCurrentSelfOrNoSender()?.Path.Name ?? throw new InvalidOperationException("No actor is being made here."));
}
