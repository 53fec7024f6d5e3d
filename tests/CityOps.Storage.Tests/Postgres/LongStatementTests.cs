using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Feeds;
using CityOps.Storage.Postgres;

namespace CityOps.Storage.Tests.Postgres;

/// <summary>What goes through all rows of a city takes longer than the driver waits for a statement.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class LongStatementTests(PostgresFixture postgres)
{
    private const string Longer = "SELECT pg_sleep(6)";
    private const string Patience = "Command Timeout=4";

    [SkippableFact]
    public void A_schema_step_takes_as_long_as_it_takes()
    {
        using var directory = postgres.Empty();

        var database = new PostgresDatabase(
            $"{directory.Options.ConnectionString};{Patience}", "long", CommitPromise.Kill, ["CREATE TABLE long (number BIGINT)", Longer]);

        using var connection = database.Open();
        Assert.Equal(2, connection.Scalar("SELECT version FROM schema_version WHERE part = 'long'"));
    }

    [SkippableFact]
    public async Task A_view_is_emptied_however_long_it_takes()
    {
        using var schema = postgres.Empty();
        using var directory = new TemporaryDirectory($"{schema.Options.ConnectionString};{Patience}");
        using var data = new CityDatabases(directory.Options);
        using var writer = new ReadModelWriter(data);
        var store = new FeedStore(data, writer, [new LongView()], TimeProvider.System);
        await store.CommitAsync(LongView.Name, 0, 7, [], default);

        await store.ResetAsync(LongView.Name, default);

        Assert.Equal(0, await store.OffsetAsync(LongView.Name, 0, default));
    }

    private sealed class LongView : IProjection
    {
        public const string Name = "long";

        public string Feed => Name;

        public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
        {
        }

        public void Clear(PreparedConnection connection) => connection.Execute(Longer);
    }
}
