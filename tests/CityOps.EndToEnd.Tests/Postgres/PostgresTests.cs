using System.Net;
using CityOps.Bench.Processes;
using Npgsql;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Postgres;

/// <summary>A server for the tests of a class; they are skipped where none is installed.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server
    {
        get
        {
            Skip.If(_server is null, PostgresServer.Missing);
            return _server;
        }
    }

    /// <summary>What makes an engine keep its data there.</summary>
    public string Option => $"--CityOps:Storage:ConnectionString={Server.ConnectionString}";

    public async Task InitializeAsync() => _server = PostgresServer.Missing is null ? await PostgresServer.StartAsync() : null;

    public Task DisposeAsync() => _server?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}

/// <summary>As with SQLite, on PostgreSQL.</summary>
public sealed class KillAndRestartOnPostgres(ITestOutputHelper output, PostgresFixture postgres)
    : KillAndRestartTests(output), IClassFixture<PostgresFixture>
{
    private protected override IReadOnlyList<string> Further => [postgres.Option];
}

/// <summary>The database dies and comes again, under an engine that goes on.</summary>
public sealed class DatabaseLossTests(ITestOutputHelper output, PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime, IDisposable
{
    private readonly EngineProcess _engine = new();

    public async Task InitializeAsync()
    {
        _engine.Further = [postgres.Option];
        await _engine.StartAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        output.WriteLine(_engine.Log);
        _engine.Dispose();
    }

    [SkippableFact]
    public async Task What_was_acknowledged_is_there_once_after_the_database_was_lost_three_times()
    {
        await using var traffic = new Traffic(_engine);
        var sending = traffic.SendAsync(again: false);
        foreach (var moment in (int[])[100, 300, 500])
        {
            await traffic.ReachAsync(moment).WaitAsync(Wait.Deadline);
            await postgres.Server.CrashAsync();

            // Commands are refused with a reason, and reads of lists too; who asks knows when to come again.
            var report = new { t = traffic.Begin, lon = 115.83, lat = 28.65, kind = "incident", category = "0101", channel = "hotline", source = $"lost-{moment}" };
            var (status, refused) = await _engine.PostAsync("api/v1/reports", report);
            Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{status} {refused}");
            using var list = await _engine.Http.GetAsync("api/v1/cases");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, list.StatusCode);
            Assert.NotNull(list.Headers.RetryAfter);

            // Who looks what is wrong sees the nodes.
            var cluster = await _engine.GetAsync("api/v1/cluster");
            Assert.Equal("up", cluster.GetProperty("nodes")[0].Text("state"));
            Assert.Empty(cluster.GetProperty("feeds").EnumerateArray());
            await postgres.Server.ResumeAsync();
        }

        traffic.AllowAll();
        await sending.WaitAsync(Wait.Deadline);
        await traffic.CheckAsync();
    }

    [SkippableFact]
    public async Task An_engine_whose_lock_another_took_ends_with_a_code_that_says_so()
    {
        // Not of a pool, which would keep the lock for the next test.
        await using var other = new NpgsqlConnection($"{postgres.Server.ConnectionString};Pooling=false");
        await other.OpenAsync();
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(hashtext('cityops ' || current_schema()))", other) { CommandTimeout = 0 };
        var taken = take.ExecuteNonQueryAsync();

        // Who waits has it before the engine can ask again.
        await using var server = NpgsqlDataSource.Create(postgres.Server.ConnectionString);
        await using var waiting = server.CreateCommand("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
        await using var end = server.CreateCommand(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
                AND (classid, objid, objsubid) IN (SELECT classid, objid, objsubid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)
            """);
        await Wait.UntilAsync(async () => await waiting.ExecuteScalarAsync() is 1L, () => "Nobody waits for the lock.");
        await end.ExecuteNonQueryAsync();
        await taken;

        Assert.Equal(1, await _engine.ExitAsync());
    }

    [SkippableFact]
    public async Task A_second_engine_on_the_same_database_is_refused()
    {
        using var second = new EngineProcess { Further = [postgres.Option] };

        await Assert.ThrowsAsync<InvalidOperationException>(second.StartAsync);

        Assert.Contains("an engine runs on it", second.Log, StringComparison.Ordinal);
    }
}
