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
                MoveOn(connection, feed, slice, offset);
                if (events.Count == 0)
                {
                    return;
                }

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

    /// <summary>The turn of nodes of the release before when they commit for a slice of a feed ("Feed" as a number, and which).</summary>
    internal static long TurnOf(string feed, int slice) => PreparedConnection.TurnOf(0x46_65_65_64L + slice, feed);

    /// <summary>
    /// The row is also whose turn it is: a node that the slice has just left may still be at its last commit, and what follows sees all of that.
    /// </summary>
    /// <exception cref="StorageException">The last commit is not there any more: the feed has to ask how far it is.</exception>
    private void MoveOn(PreparedConnection connection, string feed, int slice, long offset)
    {
        if (!_committed.TryGetValue((feed, slice), out var committed))
        {
            // A node of the release before comes to the row last of all, but takes this turn first.
            connection.TakeTurn(TurnOf(feed, slice));
        }

        (string, object?)[] values =
        [
            ("@feed", feed), ("@slice", slice), ("@offset", offset), ("@at", clock.GetCurrentInstant().ToUnixTimeMilliseconds()),
        ];
        var moved = connection.Execute(
            """
            UPDATE feed_offset SET ordering = max(ordering, @offset), at = @at
            WHERE feed = @feed AND slice = @slice AND ordering >= @committed
            """,
            [.. values, ("@committed", committed)]);
        if (moved > 0)
        {
            return;
        }

        if (_committed.TryRemove((feed, slice), out _))
        {
            throw new StorageException(
                $"The database has lost what feed {feed} had written up to number {committed}; it is written again from there.");
        }

        connection.Execute(
            """
            INSERT INTO feed_offset VALUES (@feed, @slice, @offset, @at)
            ON CONFLICT (feed, slice) DO UPDATE SET ordering = max(feed_offset.ordering, excluded.ordering), at = excluded.at
            """,
            values);
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
