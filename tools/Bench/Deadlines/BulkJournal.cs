using CityOps.Bench.Journal;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage;
using CityOps.Storage.Deadlines;
using CityOps.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace CityOps.Bench.Deadlines;

/// <summary>A data directory as an engine would have left it after years, written at once: the journal, and feeds that have read it all.</summary>
internal sealed class BulkJournal : IDisposable
{
    private static readonly string[] Feeds = ["read-model", "notices", "changes", "cases", "grids", "tasks", "deadlines"];
    private readonly CityDatabases _data;
    private readonly BulkRows _journal;
    private readonly PreparedConnection _readModel;
    private readonly DeadlineProjection _deadlines = new();

    public BulkJournal(string directory)
    {
        _data = new CityDatabases(new StorageOptions { DataDirectory = directory });
        (_journal, _readModel) = (new BulkRows(_data), new PreparedConnection(_data.ReadModel.Open()));
        _readModel.Execute("PRAGMA synchronous = OFF");
        _readModel.Execute("PRAGMA cache_size = -200000");
    }

    /// <summary>The last place of the journal.</summary>
    public long Newest => _journal.Newest;

    /// <summary>Writes cases.</summary>
    /// <param name="cases">The events of each.</param>
    /// <param name="goOn">True if they will have more events, so that feeds must know where they are.</param>
    public void Write(IEnumerable<IReadOnlyList<CaseEvent>> cases, bool goOn)
    {
        foreach (var chunk in cases.Chunk(20_000))
        {
            _journal.Begin();
            _readModel.Execute("BEGIN");
            var journalled = chunk.SelectMany(Insert).ToList();
            _deadlines.Apply(_readModel, journalled);
            if (goOn)
            {
                Note(chunk);
            }

            foreach (var feed in Feeds)
            {
                _readModel.Execute(
                    "INSERT INTO feed_offset VALUES (@feed, 0, @ordering, 0) ON CONFLICT DO UPDATE SET ordering = excluded.ordering",
                    ("@feed", feed), ("@ordering", _journal.Newest));
            }

            _journal.Commit();
            _readModel.Execute("COMMIT");
        }
    }

    public void Dispose()
    {
        _readModel.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        _journal.Dispose();
        _readModel.Dispose();
        SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    private IEnumerable<JournalledEvent> Insert(IReadOnlyList<CaseEvent> events) =>
        events.Select((e, i) => _journal.Insert($"case-{e.Case}", i + 1L, e.Stamp.At, e));

    private void Note(IReadOnlyList<CaseEvent>[] cases)
    {
        foreach (var (feed, events) in from feed in Feeds from events in cases select (feed, events))
        {
            _readModel.Execute(
                "INSERT INTO feed_entity VALUES (@feed, @id, @sequence)",
                ("@feed", feed), ("@id", $"case-{events[0].Case}"), ("@sequence", events.Count));
        }
    }
}
