using CityOps.Bench.Processes;
using CityOps.Storage.Journal;
using Npgsql;

namespace CityOps.Storage.Tests.Journal;

/// <summary>On a server of the tests' own; skipped where none is installed.</summary>
public sealed class PostgresJournalTests(PostgresFixture postgres) : JournalContract, IClassFixture<PostgresFixture>
{
    private protected override async Task<JournalDatabase?> CreateAsync()
    {
        if (postgres.Server is not { } server)
        {
            return null;
        }

        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand("DROP TABLE IF EXISTS journal; " + PostgresJournal.Schema);
        await command.ExecuteNonQueryAsync();
        return new PostgresJournal(server.ConnectionString);
    }
}

/// <summary>One server for all tests of a class.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer? Server { get; private set; }

    public async Task InitializeAsync() => Server = PostgresServer.Missing is null ? await PostgresServer.StartAsync() : null;

    public Task DisposeAsync() => Server?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
