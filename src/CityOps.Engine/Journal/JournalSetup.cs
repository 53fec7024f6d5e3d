namespace CityOps.Engine.Journal;

/// <summary>How the actors' journal and snapshots are stored; given by the storage adapter.</summary>
/// <param name="Hocon">Akka configuration that sets <c>akka.persistence.journal.plugin</c> and what it needs.</param>
public sealed record JournalSetup(string Hocon)
{
    /// <summary>The number under which the journal rows of our serializer are marked. Never changes.</summary>
    public const int SerializerId = 30428;
}
