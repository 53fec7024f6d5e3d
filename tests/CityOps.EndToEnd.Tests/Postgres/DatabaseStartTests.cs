using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Postgres;

/// <summary>What an engine does that starts before its database, or whose database does not let it in.</summary>
public sealed class DatabaseStartTests(ITestOutputHelper output, PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const string Waits = "the engine waits for it";

    private readonly EngineProcess _engine = new();

    public void Dispose()
    {
        output.WriteLine(_engine.Log);
        _engine.Dispose();
    }

    [SkippableFact]
    public async Task An_engine_that_starts_while_the_server_is_away_waits_for_it()
    {
        _engine.Further = [postgres.Option];
        await postgres.Server.CrashAsync();
        await _engine.StartUntilAsync(Waits);

        await postgres.Server.ResumeAsync();

        await Wait.UntilAsync(
            () => Task.FromResult(_engine.Log.Contains("CityOps is ready", StringComparison.Ordinal)), () => $"It is not ready.\n{_engine.Log}");
    }

    [SkippableFact]
    public async Task One_that_waits_ends_when_it_is_told_to()
    {
        _engine.Further = [postgres.Option];
        await postgres.Server.CrashAsync();
        try
        {
            await _engine.StartUntilAsync(Waits);

            Assert.Equal(0, await _engine.StopAsync());
        }
        finally
        {
            await postgres.Server.ResumeAsync();
        }
    }

    [SkippableTheory]
    [InlineData("Username=nobody", "See to the user and the password")]
    [InlineData("Database=nowhere", "Make the database first")]
    public async Task A_server_that_refuses_is_not_waited_for(string wrong, string expected)
    {
        _engine.Further = [$"{postgres.Option};{wrong}"];

        await Assert.ThrowsAsync<InvalidOperationException>(_engine.StartAsync);

        Assert.Contains(expected, _engine.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Waits, _engine.Log, StringComparison.Ordinal);
    }
}
