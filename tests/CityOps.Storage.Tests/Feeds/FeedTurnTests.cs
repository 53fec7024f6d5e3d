using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Feeds;
using CityOps.Storage.Tests.Postgres;
using Microsoft.Extensions.Time.Testing;
using static CityOps.Storage.Tests.Samples;

namespace CityOps.Storage.Tests.Feeds;

/// <summary>A node that the feed has just left is still at its last commit when the next begins with its first.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class FeedTurnTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory;
    private readonly CityDatabases _data;
    private readonly ReadModelWriter _before;
    private readonly ReadModelWriter _after;

    public FeedTurnTests(PostgresFixture postgres)
    {
        _directory = postgres.Empty();
        _data = new CityDatabases(_directory.Options);
        (_before, _after) = (new ReadModelWriter(_data), new ReadModelWriter(_data));
    }

    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task What_two_nodes_commit_at_once_counts_once()
    {
        JournalledEvent[] events = [Journalled(2, 1, Reported(ReportOf("m-1"), Start))];
        var next = Task.CompletedTask;
        var ofNext = new Counted(() => { });
        var ofLast = new Counted(() =>
        {
            next = Store(_after, ofNext).CommitAsync("read-model", 0, 2, events, default);
            SpinWait.SpinUntil(() => next.IsCompleted || SomeoneWaits(), Patience);
        });
        var last = Store(_before, ofLast);
        await last.CommitAsync("read-model", 0, 1, [], default);

        await last.CommitAsync("read-model", 0, 2, events, default);
        await next;

        Assert.Equal((1, 0), (ofLast.Events, ofNext.Events));
    }

    [SkippableFact]
    public async Task What_a_node_of_the_release_before_commits_last_counts_once()
    {
        JournalledEvent[] events = [Journalled(1, 1, Reported(ReportOf("m-1"), Start))];
        var ofNext = new Counted(() => { });
        using var before = new PreparedConnection(_data.ReadModel.Open());
        before.Execute(before.Dialect.Begin);
        before.TakeTurn(FeedStore.TurnOf("read-model", 0));

        var next = Store(_after, ofNext).CommitAsync("read-model", 0, 1, events, default);
        await Eventually.Holds(() => next.IsCompleted || SomeoneWaits());
        before.Execute("INSERT INTO feed_entity VALUES ('read-model', @id, 1)", ("@id", events[0].PersistenceId));
        before.Execute("INSERT INTO feed_offset VALUES ('read-model', 0, 1, 0)");
        before.Execute("COMMIT");
        await next;

        Assert.Equal(0, ofNext.Events);
    }

    private FeedStore Store(ReadModelWriter writer, IProjection projection) => new(_data, writer, [projection], new FakeTimeProvider());

    private bool SomeoneWaits()
    {
        using var connection = _data.ReadModel.Open();
        return connection.Scalar("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0;
    }

    private sealed class Counted(Action first) : IProjection
    {
        public string Feed => "read-model";

        public int Events { get; private set; }

        public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
        {
            first();
            Events += events.Count;
        }

        public void Clear(PreparedConnection connection) => Events = 0;
    }
}
