using CityOps.Storage;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using System.Data.Common;
using NodaTime;

namespace CityOps.Bench.Journal;

/// <summary>Rows of an engine's journal, written many at once and without waiting for the disk. Not thread-safe.</summary>
internal sealed class BulkRows : IDisposable
{
    private readonly DbConnection _journal;
    private readonly DbCommand _insert;

    public BulkRows(CityDatabases data)
    {
        _journal = data.Journal.Open();
        _journal.Execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
        Newest = _journal.Scalar("SELECT max(ordering) FROM journal");
        _insert = _journal.Command(
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, tags, writer_uuid)
            VALUES (@created, 0, @id, @sequence, @message, @manifest, @identifier, '', 'bench')
            """,
            ("@created", 0L), ("@id", ""), ("@sequence", 0L), ("@message", Array.Empty<byte>()), ("@manifest", ""),
            ("@identifier", JournalSetup.SerializerId));
    }

    /// <summary>The ordering number of the last row.</summary>
    public long Newest { get; private set; }

    public void Begin() => _journal.Execute("BEGIN");

    public void Commit() => _journal.Execute("COMMIT");

    public JournalledEvent Insert(string id, long sequence, Instant at, object @event)
    {
        _insert.Parameters["@created"].Value = at.ToDateTimeUtc().Ticks;
        _insert.Parameters["@id"].Value = id;
        _insert.Parameters["@sequence"].Value = sequence;
        _insert.Parameters["@message"].Value = EventCodec.Encode(@event);
        _insert.Parameters["@manifest"].Value = EventCodec.NameOf(@event);
        _insert.ExecuteNonQuery();
        return new JournalledEvent(++Newest, id, sequence, at, @event);
    }

    public void Dispose()
    {
        _journal.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        _insert.Dispose();
        _journal.Dispose();
    }
}
