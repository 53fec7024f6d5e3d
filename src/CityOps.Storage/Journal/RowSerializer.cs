using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Serialization;

namespace CityOps.Storage.Journal;

/// <summary>Events to rows and back, by the serializers of the actor system. Thread-safe.</summary>
internal sealed class RowSerializer(Serialization serialization)
{
    /// <summary>The rows of the writes of one actor.</summary>
    /// <param name="writes">In the order of their sequence numbers.</param>
    /// <param name="created">Now, in ticks.</param>
    public RowBatch Write(IEnumerable<AtomicWrite> writes, long created)
    {
        var rows = new List<JournalRow>();
        ImmutableArray<Exception?>? refusals = null;
        var taken = 0;
        foreach (var write in writes)
        {
            // What follows a write that was refused is refused as well: without it the sequence would have a hole.
            Exception? refusal = refusals?[^1];
            if (refusal is null)
            {
                try
                {
                    rows.AddRange([.. ((IImmutableList<IPersistentRepresentation>)write.Payload).Select(e => Write(e, created))]);
                    taken++;
                    continue;
                }
#pragma warning disable CA1031 // A serializer may throw anything; the answer to the writer says what it was.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    refusal = e;
                    refusals = [.. Enumerable.Repeat<Exception?>(null, taken)];
                }
            }

            refusals = refusals?.Add(refusal);
        }

        return new RowBatch(rows, refusals);
    }

    public Persistent Read(JournalRow row) => new(
        serialization.Deserialize(row.Message, row.Serializer, row.Manifest),
        row.Sequence,
        row.PersistenceId,
        row.Manifest,
        writerGuid: row.Writer,
        timestamp: row.Created);

    private JournalRow Write(IPersistentRepresentation written, long created)
    {
        var serializer = serialization.FindSerializerFor(written.Payload);
        return new JournalRow(
            written.PersistenceId,
            written.SequenceNr,
            created,
            serializer.ToBinary(written.Payload),
            Serialization.ManifestFor(serializer, written.Payload),
            serializer.Identifier,
            written.WriterGuid);
    }
}

/// <summary>What can be written of one actor's writes.</summary>
/// <param name="Rows">The rows, in order.</param>
/// <param name="Refusals">One entry a write, null where it is among the rows; null if all are.</param>
internal sealed record RowBatch(IReadOnlyList<JournalRow> Rows, IImmutableList<Exception?>? Refusals);
