using Akka.DependencyInjection;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using Akka.Serialization;
using CityOps.Engine.Journal;

namespace CityOps.Storage.Journal;

/// <summary>
/// States of entities whose journals are long, beside the journal and in the table of Akka.Persistence.Sql; the newest of each.
/// All of it can be made again from the journal: those of vehicles that an earlier release wrote by Akka's own serializer, which does not
/// know how places are kept, are passed over. Found by its name in <see cref="JournalHocon"/>.
/// </summary>
#pragma warning disable CA1001 // An actor ends in PostStop, which disposes of the fields.
internal sealed class StateSnapshots : SnapshotStore
#pragma warning restore CA1001
{
    private readonly Serialization _serialization = Context.System.Serialization;
    private readonly JournalSessions _sessions;

    public StateSnapshots() => _sessions = new JournalSessions(DependencyResolver.For(Context.System).Resolver.GetService<JournalDatabase>());

    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var found = await _sessions.UseAsync(
            journal => journal.Query(
                $"""
                SELECT sequence_number, created, snapshot, serializer_id, manifest FROM snapshot
                WHERE persistence_id = @id AND sequence_number BETWEEN @first AND @last AND created BETWEEN @from AND @to
                    AND serializer_id = {JournalSetup.SerializerId}
                ORDER BY sequence_number DESC LIMIT 1
                """,
                r => (
                    Metadata: new SnapshotMetadata(persistenceId, r.GetInt64(0), new DateTime(r.GetInt64(1), DateTimeKind.Utc)),
                    Bytes: r.GetFieldValue<byte[]>(2), Serializer: r.GetInt32(3), Manifest: r.GetString(4)),
                Parameters(persistenceId, criteria)),
            cancellationToken);
        return found is [var newest]
            ? new SelectedSnapshot(newest.Metadata, _serialization.Deserialize(newest.Bytes, newest.Serializer, newest.Manifest))
            : null;
    }

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var serializer = _serialization.FindSerializerFor(snapshot);
        var (bytes, manifest) = (serializer.ToBinary(snapshot), Serialization.ManifestFor(serializer, snapshot));
        await _sessions.UseAsync(
            journal => journal.Execute(
                """
                INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
                VALUES (@id, @sequence, @created, @snapshot, @manifest, @serializer)
                ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET
                    created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest,
                    serializer_id = excluded.serializer_id
                """,
                ("@id", metadata.PersistenceId), ("@sequence", metadata.SequenceNr), ("@created", metadata.Timestamp.Ticks),
                ("@snapshot", bytes), ("@manifest", manifest), ("@serializer", serializer.Identifier)),
            cancellationToken);
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => DeleteAsync(
        metadata.PersistenceId, new SnapshotSelectionCriteria(metadata.SequenceNr, DateTime.MaxValue, metadata.SequenceNr), cancellationToken);

    protected override Task DeleteAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => _sessions.UseAsync(
        journal => journal.Execute(
            """
            DELETE FROM snapshot
            WHERE persistence_id = @id AND sequence_number BETWEEN @first AND @last AND created BETWEEN @from AND @to
            """,
            Parameters(persistenceId, criteria)),
        cancellationToken);

    protected override void PostStop()
    {
        base.PostStop();
        _sessions.Dispose();
    }

    private static (string Name, object? Value)[] Parameters(string persistenceId, SnapshotSelectionCriteria criteria) =>
    [
        ("@id", persistenceId), ("@first", criteria.MinSequenceNr), ("@last", criteria.MaxSequenceNr),
        ("@from", (criteria.MinTimestamp ?? DateTime.MinValue).Ticks), ("@to", criteria.MaxTimeStamp.Ticks),
    ];
}
