using CityOps.Storage.Databases;
using CityOps.Storage.Journal;
using CityOps.Storage.Tests.Postgres;

namespace CityOps.Storage.Tests.Journal;

/// <summary>On a server of the tests' own; skipped where none is installed.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class PostgresJournalTests(PostgresFixture postgres) : JournalContract, IDisposable
{
    private TemporaryDirectory? _directory;
    private CityDatabases? _data;

    public void Dispose()
    {
        _data?.Dispose();
        _directory?.Dispose();
    }

    [SkippableFact]
    public async Task Who_writes_is_told_from_before_a_number_is_given_until_the_transaction_ends()
    {
        Start();
        using var reader = new JournalReader(JournalDatabase.Of(_data!));
        Assert.Empty(await reader.WritersAsync(default) ?? throw new InvalidOperationException());
        using var writer = new PreparedConnection(_data!.Journal.Open());
        writer.Execute("BEGIN");
        writer.Execute("INSERT INTO journal VALUES (DEFAULT, 0, false, 'case-1', 1, '', '', 1)");
        Assert.Single(await reader.WritersAsync(default) ?? throw new InvalidOperationException());

        writer.Execute("ROLLBACK");

        Assert.Empty(await reader.WritersAsync(default) ?? throw new InvalidOperationException());
    }

    private protected override async Task<JournalDatabase?> CreateAsync()
    {
        if (postgres.Server is null)
        {
            return null;
        }

        _directory = await postgres.EmptyAsync();
        _data = new CityDatabases(_directory.Options);
        return JournalDatabase.Of(_data);
    }
}
