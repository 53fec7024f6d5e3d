namespace CityOps.Storage.Journal;

/// <summary>How Akka finds the journal.</summary>
internal static class JournalHocon
{
    public static string Text { get; } = $$"""
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.cityops"
            cityops {
              class = "{{typeof(GroupCommitJournal).AssemblyQualifiedName}}"
              # The journal does it itself, see Writers.
              replay-filter.mode = off
              circuit-breaker.reset-timeout = 1s
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.cityops"
            cityops {
              class = "{{typeof(StateSnapshots).AssemblyQualifiedName}}"
              # A state that cannot be read is made again from the journal.
              snapshot-is-optional = true
              # Never open: a half open one ends the store's actor, and who asked it just then waits half a minute for an answer.
              circuit-breaker.max-failures = 2147483647
            }
          }
        }
        """;
}
