namespace CityOps.Storage.Journal;

/// <summary>An event as it is written: what Akka.Persistence.Sql keeps in a row of its default layout.</summary>
/// <param name="PersistenceId">The entity.</param>
/// <param name="Sequence">Its place among the entity's events.</param>
/// <param name="Created">When it was given to the journal, in ticks (100 ns since 0001-01-01 UTC).</param>
/// <param name="Message">The serialized event.</param>
/// <param name="Manifest">Its name for the serializer.</param>
/// <param name="Serializer">The number of the serializer.</param>
/// <param name="Writer">The incarnation of the actor that wrote it, so that two writers at once can be told.</param>
internal sealed record JournalRow(
    string PersistenceId, long Sequence, long Created, byte[] Message, string Manifest, int Serializer, string Writer);
