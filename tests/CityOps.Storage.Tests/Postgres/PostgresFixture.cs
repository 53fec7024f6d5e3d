using CityOps.Bench.Processes;
using Npgsql;

namespace CityOps.Storage.Tests.Postgres;

/// <summary>One server for all tests, of which each gets tables of its own. Where none is installed, they are skipped.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public const string Collection = "PostgreSQL";

    private int _schemas;

    public PostgresServer? Server { get; private set; }

    public async Task InitializeAsync() => Server = PostgresServer.Missing is null ? await PostgresServer.StartAsync() : null;

    public Task DisposeAsync() => Server?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    /// <summary>A directory with an empty schema in the server.</summary>
    internal TemporaryDirectory Empty()
    {
        Skip.If(Server is null, PostgresServer.Missing);
        return Task.Run(EmptyAsync).GetAwaiter().GetResult();
    }

    internal async Task<TemporaryDirectory> EmptyAsync()
    {
        var server = Server ?? throw new InvalidOperationException("Not started.");
        var schema = $"test{Interlocked.Increment(ref _schemas)}";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand();
#pragma warning disable CA2100 // A name that is made here.
        command.CommandText = $"CREATE SCHEMA {schema}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return new TemporaryDirectory($"{server.ConnectionString};Search Path={schema}");
    }
}

[CollectionDefinition(PostgresFixture.Collection)]
public sealed class PostgresTests : ICollectionFixture<PostgresFixture>;
