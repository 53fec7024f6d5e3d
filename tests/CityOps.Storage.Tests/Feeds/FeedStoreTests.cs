using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Lists.Cases;
using CityOps.Storage.Databases;
using Microsoft.Extensions.Time.Testing;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Feeds;

public class FeedStoreTests : IDisposable
{
    private static readonly CaseReported First = Reported(ReportOf("m-1"), Start);
    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _writer;

    public FeedStoreTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected FeedStoreTests(TemporaryDirectory directory)
    {
        _directory = directory;
        _data = new CityDatabases(_directory.Options);
        _writer = new ReadModelWriter(_data);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task A_feed_starts_at_zero_and_moves_with_its_commits()
    {
        var store = Store(new CaseProjection(new PlaceNames(null)));
        Assert.Equal(0, await store.OffsetAsync("read-model", 0, default));

        await store.CommitAsync("read-model", 0, 7, [Journalled(7, 1, First)], default);

        Assert.Equal(7, await store.OffsetAsync("read-model", 0, default));
        Assert.Equal(0, await store.OffsetAsync("read-model", 1, default));
        Assert.Equal(0, await store.OffsetAsync("grids", 0, default));
        var id = $"case-{First.Case}";
        Assert.Equal(1, (await store.SequencesAsync("read-model", [id, "case-other"], default))[id]);
        Assert.Single(await store.SequencesAsync("read-model", [id, "case-other"], default));
        Assert.Equal(1, CaseRows());
    }

    [SkippableFact]
    public async Task A_database_that_lost_the_last_commits_is_found_out_and_they_are_made_again()
    {
        var store = Store(new CaseProjection(new PlaceNames(null)));
        await store.CommitAsync("read-model", 0, 7, [Journalled(7, 1, First)], default);
        using (var connection = new PreparedConnection(_data.ReadModel.Open()))
        {
            new CaseProjection(new PlaceNames(null)).Clear(connection);
            connection.Execute("DELETE FROM feed_offset");
            connection.Execute("DELETE FROM feed_entity");
        }

        await Assert.ThrowsAsync<StorageException>(() => store.CommitAsync("read-model", 0, 9, [], default));
        Assert.Equal(0, await store.OffsetAsync("read-model", 0, default));
        await store.CommitAsync("read-model", 0, 7, [Journalled(7, 1, First)], default);

        Assert.Equal((7, 1), (await store.OffsetAsync("read-model", 0, default), CaseRows()));
    }

    [SkippableFact]
    public async Task The_same_commit_twice_counts_once()
    {
        var counting = new Counting();
        var store = Store(counting);

        await store.CommitAsync("read-model", 0, 1, [Journalled(1, 1, First)], default);
        await store.CommitAsync("read-model", 0, 1, [Journalled(1, 1, First)], default);

        Assert.Equal(1, counting.Applied);
        Assert.Equal(1, await store.OffsetAsync("read-model", 0, default));
    }

    [SkippableFact]
    public async Task A_commit_of_a_node_that_the_feed_has_left_takes_it_not_back()
    {
        var (before, after) = (Store(new Counting()), Store(new Counting()));
        await after.CommitAsync("read-model", 0, 9, [Journalled(7, 1, First)], default);

        await before.CommitAsync("read-model", 0, 7, [Journalled(7, 1, First)], default);

        Assert.Equal(9, await after.OffsetAsync("read-model", 0, default));
        Assert.Equal(1, (await after.SequencesAsync("read-model", [$"case-{First.Case}"], default))[$"case-{First.Case}"]);
    }

    [SkippableFact]
    public async Task A_view_that_fails_leaves_offset_and_view_where_they_were()
    {
        var store = Store(new CaseProjection(new PlaceNames(null)));
        await store.CommitAsync("read-model", 0, 1, [Journalled(1, 1, First)], default);
        var failing = Store(new Failing());

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.CommitAsync(
            "read-model", 0, 2, [Journalled(2, 1, Reported(ReportOf("m-2"), Start))], default));

        Assert.Equal(1, await store.OffsetAsync("read-model", 0, default));
        Assert.Equal(1, CaseRows());
        await store.CommitAsync("read-model", 0, 2, [Journalled(2, 1, Reported(ReportOf("m-2"), Start))], default);
        Assert.Equal(2, CaseRows());
    }

    [SkippableFact]
    public async Task A_reset_empties_the_view_and_starts_again()
    {
        var store = Store(new CaseProjection(new PlaceNames(null)));
        await store.CommitAsync("read-model", 0, 1, [Journalled(1, 1, First)], default);
        await store.CommitAsync("grids", 0, 1, [Journalled(1, 1, First)], default);

        await store.ResetAsync("read-model", default);

        Assert.Equal(0, CaseRows());
        Assert.Equal(0, await store.OffsetAsync("read-model", 0, default));
        Assert.Empty(await store.SequencesAsync("read-model", [$"case-{First.Case}"], default));
        Assert.Equal(1, await store.OffsetAsync("grids", 0, default));
    }

    private FeedStore Store(IProjection projection) => new(_data, _writer, [projection], new FakeTimeProvider());

    private long CaseRows()
    {
        using var connection = _data.ReadModel.Open();
        return connection.Scalar("SELECT count(*) FROM case_row");
    }

    private sealed class Counting : IProjection
    {
        public string Feed => "read-model";

        public int Applied { get; private set; }

        public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events) => Applied += events.Count;

        public void Clear(PreparedConnection connection) => Applied = 0;
    }

    /// <summary>Writes first and fails then, as a full disk or a fault in a later row would.</summary>
    private sealed class Failing : IProjection
    {
        public string Feed => "read-model";

        public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
        {
            new CaseProjection(new PlaceNames(null)).Apply(connection, events);
            throw new InvalidOperationException("on purpose");
        }

        public void Clear(PreparedConnection connection)
        {
        }
    }
}
