using CityOps.Storage.Feeds;
using CityOps.Storage.Databases;
using CityOps.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Feeds;

public sealed class ChangesStartTests : IDisposable
{
    /// <summary>The version whose next step lets the feed of changes begin where the others are.</summary>
    private const int Before = 10;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Data_that_is_older_than_the_feed_of_changes_has_no_old_news()
    {
        Execute(
            """
            INSERT INTO feed_offset VALUES ('cases', 0, 9, 1), ('grids', 0, 7, 1);
            INSERT INTO feed_entity VALUES ('cases', 'case-a', 5), ('cases', 'grid-b', 3), ('grids', 'case-c', 1);
            """);

        Assert.Equal((9, 5, 1), await StandingAsync());
    }

    [Fact]
    public async Task A_feed_of_changes_that_is_under_way_goes_on_where_it_was()
    {
        Execute(
            """
            INSERT INTO feed_offset VALUES ('cases', 0, 9, 1), ('changes', 0, 4, 1);
            INSERT INTO feed_entity VALUES ('cases', 'case-a', 5), ('changes', 'case-a', 2), ('cases', 'case-b', 1);
            """);

        Assert.Equal((4, 2, 1), await StandingAsync());
    }

    [Fact]
    public async Task In_new_data_it_begins_with_the_journal() => Assert.Equal((0, 0, 0), await StandingAsync());

    private void Execute(string sql)
    {
        var path = Path.Combine(_directory.Path, "readmodel.db");
        using var connection = new SqliteFile(path, CommitPromise.Kill, [.. ReadModelSchema.Steps.Take(Before)]).Open();
        connection.Execute(sql);
    }

    /// <summary>How far the feed is, and of the first case; and how many entities it has seen.</summary>
    private async Task<(long Offset, long Sequence, int Entities)> StandingAsync()
    {
        using var data = new CityDatabases(_directory.Options);
        using var writer = new ReadModelWriter(data);
        var store = new FeedStore(data, writer, [], new FakeTimeProvider(Start.ToDateTimeOffset()));
        var seen = await store.SequencesAsync("changes", ["case-a", "case-b", "grid-b", "case-c"], default);
        return (await store.OffsetAsync("changes", 0, default), seen.GetValueOrDefault("case-a"), seen.Count);
    }
}
