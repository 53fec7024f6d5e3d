using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Journal;

/// <summary>How Akka.Persistence.Sql writes the journal.</summary>
internal static class JournalHocon
{
    // No tags: feeds read by ordering. One writer: SQLite has one, and a second would wait in 150 ms steps. Row by row: a
    // multi-row insert is built as text and parsed anew each time. Reads at the lowest level: in WAL they see a snapshot all the
    // same, and at any other level the driver begins them with the writer's lock.
    public static string For(SqliteFile journal) => $$"""
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.sql"
            sql {
              class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
              connection-string = "{{journal.ConnectionString}}"
              provider-name = "SQLite.MS"
              auto-initialize = off
              tag-write-mode = Csv
              parallelism = 1
              batch-size = 400
              max-row-by-row-size = 1
              read-isolation-level = read-uncommitted
              default.journal.use-writer-uuid-column = true
            }
          }
          snapshot-store.plugin = "akka.persistence.no-snapshot-store"
        }
        """;
}
