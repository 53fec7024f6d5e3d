using System.Globalization;
using Akka.Cluster.Sharding;
using Akka.Util;

namespace CityOps.Engine.Entities;

/// <summary>Finds the entity of a message. The number of shards never changes: it is in the addresses of all nodes.</summary>
internal sealed class ShardExtractor(Func<object, string?> entityOf) : HashCodeMessageExtractor(ShardCount)
{
    /// <summary>
    /// How many shards there are: ten for each of four nodes, and five for each of eight. The coordinator gives them out one after the
    /// other and tells all nodes each time, so a node that leaves is done sooner where they are fewer.
    /// </summary>
    public const int ShardCount = 40;

    /// <summary>One message into each shard.</summary>
    public static IEnumerable<StartShard> Starts =>
        Enumerable.Range(0, ShardCount).Select(shard => new StartShard(shard.ToString(CultureInfo.InvariantCulture)));

    /// <summary>
    /// The number of an entity's shard, as <see cref="HashCodeMessageExtractor"/> counts; but also of an id whose hash has no absolute
    /// value among its like: anybody who asks for that one would end all entities of its kind here.
    /// </summary>
    public static int ShardOf(string entityId) => (int)(Math.Abs((long)MurmurHash.StringHash(entityId)) % ShardCount);

    /// <summary>The number of a shard by its name.</summary>
    public static bool TryNumber(string shard, out int number) =>
        int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < ShardCount;

    // HashCodeMessageExtractor takes null for "not ours".
    public override string? EntityId(object message) => message switch
    {
        Read read => read.Id,
        StartShard => StartShard.Entity,
        _ => entityOf(message),
    };

    public override string ShardId(string entityId, object? messageHint = null) =>
        messageHint is StartShard start ? start.Shard : ShardOf(entityId).ToString(CultureInfo.InvariantCulture);
}
