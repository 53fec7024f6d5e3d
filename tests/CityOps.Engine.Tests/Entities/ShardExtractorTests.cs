using Akka.Cluster.Sharding;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Tests.Entities;

public sealed class ShardExtractorTests
{
    private static readonly ShardExtractor Extractor = new(message => message as string);

    [Fact]
    public void An_id_whose_hash_is_the_least_of_all_numbers_has_a_shard_as_well()
    {
        const string id = "truck-5678q2xfVc";

        Assert.Equal("8", Extractor.ShardId(id, null));
        Assert.Equal(8, ShardExtractor.ShardOf(id));
    }

    [Theory]
    [InlineData("truck-1")]
    [InlineData("C20260301abcdefghij")]
    [InlineData("360102001001001")]
    [InlineData("360102-001")]
    public void Every_other_has_the_one_that_it_always_had(string id) =>
        Assert.Equal(new ByHash().ShardId(id, null), Extractor.ShardId(id, null));

    private sealed class ByHash() : HashCodeMessageExtractor(ShardExtractor.ShardCount)
    {
        public override string? EntityId(object message) => message as string;
    }
}
