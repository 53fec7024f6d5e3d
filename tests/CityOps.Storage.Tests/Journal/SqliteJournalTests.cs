using CityOps.Storage.Journal;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Tests.Journal;

public sealed class SqliteJournalTests : JournalContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CityDatabases _data;

    public SqliteJournalTests() => _data = new CityDatabases(_directory.Options);

    public void Dispose()
    {
        _data.Dispose();
        _directory.Dispose();
    }

    [SkippableFact]
    public async Task A_commit_is_on_disk_when_it_is_answered()
    {
        using var connection = await JournalDatabase.Of(_data).OpenAsync(default);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous";

        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }

    [SkippableFact]
    public async Task A_failure_leaves_no_hole_in_the_ordering()
    {
        await BehindGateAsync(
            JournalRun.Write("case-1", 1, JournalRun.Event(1)),
            JournalRun.Write("case-1", 1, JournalRun.Event(1)),
            JournalRun.Write("case-2", 1, JournalRun.Event(1)));

        Assert.Equal([1, 2, 3], (await JournalledAsync()).Select(e => e.Ordering));
    }

    private protected override Task<JournalDatabase?> CreateAsync() =>
        Task.FromResult<JournalDatabase?>(JournalDatabase.Of(_data));
}
