using CityOps.Domain.Cases;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage;
using CityOps.Storage.Deadlines;
using CityOps.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>A data directory as an engine would have left it after years, written at once: the journal, and feeds that have read it all.</summary>
internal sealed class BulkJournal : IDisposable
{
    private static readonly string[] Feeds = ["read-model", "notices", "cases", "grids", "tasks", "deadlines"];
    private readonly DataDirectory _data;
    private readonly SqliteConnection _journal;
    private readonly PreparedConnection _readModel;
    private readonly SqliteCommand _insert;
    private readonly DeadlineProjection _deadlines = new();
    private long _ordering;

    public BulkJournal(string directory)
    {
        _data = new DataDirectory(new StorageOptions { DataDirectory = directory });
        (_journal, _readModel) = (_data.Journal.Open(), new PreparedConnection(_data.ReadModel.Open()));
        _journal.Execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
        _readModel.Execute("PRAGMA synchronous = OFF");
        _readModel.Execute("PRAGMA cache_size = -200000");
        _ordering = _journal.Scalar("SELECT max(ordering) FROM journal");
        _insert = _journal.Command(
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, tags, writer_uuid)
            VALUES ($created, 0, $id, $sequence, $message, $manifest, $identifier, '', 'bench')
            """,
            ("$created", 0L), ("$id", ""), ("$sequence", 0L), ("$message", Array.Empty<byte>()), ("$manifest", ""),
            ("$identifier", JournalSetup.SerializerId));
    }

    /// <summary>Writes cases.</summary>
    /// <param name="cases">The events of each.</param>
    /// <param name="goOn">True if they will have more events, so that feeds must know where they are.</param>
    public void Write(IEnumerable<IReadOnlyList<CaseEvent>> cases, bool goOn)
    {
        foreach (var chunk in cases.Chunk(20_000))
        {
            _journal.Execute("BEGIN");
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
                    "INSERT INTO feed_offset VALUES ($feed, 0, $ordering, 0) ON CONFLICT DO UPDATE SET ordering = excluded.ordering",
                    ("$feed", feed), ("$ordering", _ordering));
            }

            _journal.Execute("COMMIT");
            _readModel.Execute("COMMIT");
        }
    }

    public void Dispose()
    {
        _journal.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        _readModel.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        _insert.Dispose();
        _journal.Dispose();
        _readModel.Dispose();
        SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    private IEnumerable<JournalledEvent> Insert(IReadOnlyList<CaseEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var (id, at) = ($"case-{events[i].Case}", events[i].Stamp.At);
            _insert.Parameters["$created"].Value = at.ToDateTimeUtc().Ticks;
            _insert.Parameters["$id"].Value = id;
            _insert.Parameters["$sequence"].Value = i + 1L;
            _insert.Parameters["$message"].Value = EventCodec.Encode(events[i]);
            _insert.Parameters["$manifest"].Value = EventCodec.NameOf(events[i]);
            _insert.ExecuteNonQuery();
            yield return new JournalledEvent(++_ordering, id, i + 1, at, events[i]);
        }
    }

    private void Note(IReadOnlyList<CaseEvent>[] cases)
    {
        foreach (var (feed, events) in from feed in Feeds from events in cases select (feed, events))
        {
            _readModel.Execute(
                "INSERT INTO feed_entity VALUES ($feed, $id, $sequence)",
                ("$feed", feed), ("$id", $"case-{events[0].Case}"), ("$sequence", events.Count));
        }
    }
}
