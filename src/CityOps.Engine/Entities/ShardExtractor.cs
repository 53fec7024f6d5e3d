using System.Globalization;
using Akka.Cluster.Sharding;

namespace CityOps.Engine.Entities;

/// <summary>Finds the entity of a message. The number of shards never changes: it is in the addresses of all nodes.</summary>
internal sealed class ShardExtractor(Func<object, string?> entityOf) : HashCodeMessageExtractor(ShardCount)
{
    private const int ShardCount = 100;

    /// <summary>One message into each shard.</summary>
    public static IEnumerable<StartShard> Starts =>
        Enumerable.Range(0, ShardCount).Select(shard => new StartShard(shard.ToString(CultureInfo.InvariantCulture)));

    // HashCodeMessageExtractor takes null for "not ours".
    public override string? EntityId(object message) => message switch
    {
        Read read => read.Id,
        StartShard => StartShard.Entity,
        _ => entityOf(message),
    };

    public override string ShardId(string entityId, object? messageHint = null) =>
        messageHint is StartShard start ? start.Shard : base.ShardId(entityId, messageHint);
}
