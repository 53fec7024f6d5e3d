using Akka.Cluster.Sharding;

namespace CityOps.Engine.Entities;

/// <summary>Finds the entity of a message. The number of shards never changes: it is in the addresses of all nodes.</summary>
internal sealed class ShardExtractor(Func<object, string?> entityOf) : HashCodeMessageExtractor(ShardCount)
{
    public const int ShardCount = 100;

    // HashCodeMessageExtractor takes null for "not ours".
    public override string? EntityId(object message) =>
        message is Read read ? read.Id : entityOf(message);
}
