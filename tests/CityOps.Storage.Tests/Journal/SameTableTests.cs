using CityOps.Storage.Journal;
using CityOps.Storage.Databases;
using CityOps.Storage.Sqlite;

namespace CityOps.Storage.Tests.Journal;

/// <summary>Akka.Persistence.Sql and the journal of ours share one table, so that its tools and snapshots stay usable.</summary>
public sealed class SameTableTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CityDatabases _data;

    public SameTableTests() => _data = new CityDatabases(_directory.Options);

    public void Dispose()
    {
        _data.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Each_reads_and_continues_what_the_other_wrote()
    {
        await using (var ours = await JournalRun.StartAsync(JournalDatabase.Of(_data)))
        {
            await ours.FillAsync("case-1", 1, 2);
        }

        await using (var theirs = await JournalRun.StartAsync(JournalDatabase.Of(_data), Stock))
        {
            Assert.Equal(
                [JournalRun.Event(1), JournalRun.Event(2)], (await theirs.ReplayAsync("case-1")).Events.Select(e => e.Payload));
            await theirs.FillAsync("case-1", 3, 4);
        }

        await using var again = await JournalRun.StartAsync(JournalDatabase.Of(_data));
        var (events, highest) = await again.ReplayAsync("case-1");
        Assert.Equal(Enumerable.Range(1, 4).Select(JournalRun.Event), events.Select(e => e.Payload));
        Assert.Equal(4, highest);
    }

    private string Stock => $$"""
        akka.persistence.journal {
          plugin = "akka.persistence.journal.sql"
          sql {
            class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
            connection-string = "{{((SqliteFile)_data.Journal).ConnectionString}}"
            provider-name = "SQLite.MS"
            auto-initialize = off
            tag-write-mode = Csv
            read-isolation-level = read-uncommitted
            default.journal.use-writer-uuid-column = true
          }
        }
        """;
}
