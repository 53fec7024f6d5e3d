using System.Collections.Concurrent;
using System.Text.Json;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Feeds;

/// <summary>How far the feeds are, beside the views that they make: one transaction moves both.</summary>
internal sealed class FeedStore(CityDatabases data, ReadModelWriter writer, IEnumerable<IProjection> projections, TimeProvider clock)
    : IFeedStore
{
    private readonly Dictionary<string, IProjection> _projections = projections.ToDictionary(p => p.Feed);

    // What this process has committed: a server that ends loses what it had not yet written of commits that need not survive that.
    private readonly ConcurrentDictionary<(string Feed, int Slice), long> _committed = new();

    public Task<long> OffsetAsync(string feed, int slice, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = data.ReadModel.Open();
            return connection.Scalar(
                "SELECT ordering FROM feed_offset WHERE feed = @feed AND slice = @slice", ("@feed", feed), ("@slice", slice));
        },
        cancel);

    public Task<IReadOnlyDictionary<string, long>> SequencesAsync(
        string feed, IReadOnlyCollection<string> persistenceIds, CancellationToken cancel) => Task.Run<IReadOnlyDictionary<string, long>>(
        () =>
        {
            using var connection = new PreparedConnection(data.ReadModel.Open());
            return Sequences(connection, feed, persistenceIds);
        },
        cancel);

    public async Task CommitAsync(
        string feed, int slice, long offset, IReadOnlyList<JournalledEvent> events, CancellationToken cancel)
    {
        await writer.WriteAsync(
            connection =>
            {
                // A node that the slice has just left may still be at its last commit.
                connection.TakeTurn(TurnOf(feed, slice));
                MustNotHaveGoneBack(connection, feed, slice);
                var seen = Sequences(connection, feed, events.Select(e => e.PersistenceId).Distinct());
                var news = events.Where(e => seen.GetValueOrDefault(e.PersistenceId) < e.Sequence).ToList();
                if (_projections.TryGetValue(feed, out var projection))
                {
                    projection.Apply(connection, news);
                }

                foreach (var e in news)
                {
                    seen[e.PersistenceId] = e.Sequence;
                }

                // One statement for all of them: a batch has hundreds, for each of the feeds.
                connection.Execute(
                    """
                    INSERT INTO feed_entity SELECT @feed, key, CAST(value AS BIGINT) FROM json_each(@seen) WHERE true
                    ON CONFLICT (feed, persistence_id) DO UPDATE SET sequence = excluded.sequence
                    """,
                    ("@feed", feed), ("@seen", JsonSerializer.Serialize(seen)));
                connection.Execute(
                    """
                    INSERT INTO feed_offset VALUES (@feed, @slice, @offset, @at)
                    ON CONFLICT (feed, slice) DO UPDATE SET ordering = max(feed_offset.ordering, excluded.ordering), at = excluded.at
                    """,
                    ("@feed", feed), ("@slice", slice), ("@offset", offset),
                    ("@at", clock.GetCurrentInstant().ToUnixTimeMilliseconds()));
            },
            cancel);
        _committed[(feed, slice)] = offset;
    }

    public Task ResetAsync(string feed, CancellationToken cancel) => writer.WriteAsync(
        connection =>
        {
            foreach (var known in _committed.Keys.Where(k => k.Feed == feed))
            {
                _committed.TryRemove(known, out _);
            }

            // A view has a million rows; nobody waits meanwhile, since the engine is stopped.
            connection.IsPatient = true;
            try
            {
                if (_projections.TryGetValue(feed, out var projection))
                {
                    projection.Clear(connection);
                }

                connection.Execute("DELETE FROM feed_entity WHERE feed = @feed", ("@feed", feed));
                connection.Execute("DELETE FROM feed_offset WHERE feed = @feed", ("@feed", feed));
            }
            finally
            {
                connection.IsPatient = false;
            }
        },
        cancel);

    /// <summary>The turn of whoever commits for a slice of a feed ("Feed" as a number, and which).</summary>
    private static long TurnOf(string feed, int slice) =>
        feed.Aggregate(0x46_65_65_64L + slice, (turn, letter) => unchecked((turn * 31) + letter));

    /// <exception cref="StorageException">The last commit is not there any more: the feed has to ask how far it is.</exception>
    private void MustNotHaveGoneBack(PreparedConnection connection, string feed, int slice)
    {
        var stored = connection.Scalar(
            "SELECT ordering FROM feed_offset WHERE feed = @feed AND slice = @slice", ("@feed", feed), ("@slice", slice));
        if (_committed.TryGetValue((feed, slice), out var committed) && stored < committed)
        {
            _committed.TryRemove((feed, slice), out _);
            throw new StorageException(
                $"The database has lost what feed {feed} had written from number {stored} to {committed}; it is written again from there.");
        }
    }

    private static Dictionary<string, long> Sequences(
        PreparedConnection connection, string feed, IEnumerable<string> persistenceIds) => connection.Query(
        """
        SELECT persistence_id, sequence FROM feed_entity
        WHERE feed = @feed AND persistence_id IN (SELECT value FROM json_each(@ids))
        """,
        row => (Id: row.GetString(0), Sequence: row.GetInt64(1)),
        ("@feed", feed), ("@ids", JsonSerializer.Serialize(persistenceIds))).ToDictionary(r => r.Id, r => r.Sequence);
}
