using CityOps.Storage.Journal;
using CityOps.Storage.Tests.Postgres;

namespace CityOps.Storage.Tests.Journal;

/// <summary>On a server of the tests' own; skipped where none is installed.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class PostgresJournalTests(PostgresFixture postgres) : JournalContract, IDisposable
{
    private TemporaryDirectory? _directory;
    private CityData? _data;

    public void Dispose()
    {
        _data?.Dispose();
        _directory?.Dispose();
    }

    private protected override async Task<JournalDatabase?> CreateAsync()
    {
        if (postgres.Server is null)
        {
            return null;
        }

        _directory = await postgres.EmptyAsync();
        _data = new CityData(_directory.Options);
        return JournalDatabase.Of(_data);
    }
}
