using CityOps.Bench.Cluster;
using Npgsql;

namespace CityOps.EndToEnd.Tests.Postgres;

/// <summary>A city goes from SQLite to PostgreSQL, into a backup and back, and everything of it is still there.</summary>
public sealed class MoveTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly EngineProcess _engine = new();
    private readonly EngineProcess _restored = new();

    public void Dispose()
    {
        _engine.Dispose();
        _restored.Dispose();
    }

    [SkippableFact]
    public async Task What_was_acknowledged_is_there_after_every_move()
    {
        var postgresOption = postgres.Option;
        await _engine.StartAsync();
        await using var traffic = new Traffic(_engine);
        traffic.AllowAll();
        await traffic.SendAsync(again: false);
        await traffic.CheckAsync();
        _engine.Kill();

        // A move that is broken off in its middle is seen by the engine, and goes on. The list of keys makes the tables of accounts.
        await DoneAsync(["keys", "list", .. _engine.Options, postgresOption]);
        await KilledAsync(["migrate", "--from", "sqlite", "--to", "postgres", .. _engine.Options, postgresOption]);
        _engine.Further = [postgresOption];
        await Assert.ThrowsAsync<InvalidOperationException>(_engine.StartAsync);
        Assert.Contains("begun and not finished", _engine.Log, StringComparison.Ordinal);
        await DoneAsync(["migrate", "--from", "sqlite", "--to", "postgres", .. _engine.Options]);

        // Nobody goes on with the files by mistake.
        _engine.Further = [];
        await Assert.ThrowsAsync<InvalidOperationException>(_engine.StartAsync);
        Assert.Contains("were moved", _engine.Log, StringComparison.Ordinal);
        Assert.Contains("were moved", await FailedAsync(["backup", Path.Combine(_engine.Home, "of-the-old"), .. _engine.Options]), StringComparison.Ordinal);
        _engine.Further = [postgresOption];
        await _engine.StartAsync();
        await traffic.CheckAsync();
        await traffic.SendAsync(again: true);

        // A backup beside the running engine is a data directory; it goes into another one, and an engine runs on that.
        var backup = Path.Combine(_engine.Home, "backup");
        await DoneAsync(["backup", backup, .. _engine.Options]);
        Assert.Contains("holds no city's data", await FailedAsync(["backup", $"{backup}-of-nothing", .. _restored.Options]), StringComparison.Ordinal);
        await DoneAsync(["restore", backup, .. _restored.Options]);
        _engine.Kill();
        await _restored.StartAsync();
        var found = await _restored.CasesAsync();
        Assert.Equal(
            traffic.Cases.Select(c => (c.Key, c.Value)).Order(), found.Select(c => (c.Text("source"), c.Text("id"))).Order());
        Assert.Equal(traffic.Track, await _restored.TrackAsync(Traffic.Vehicle, traffic.Begin.AddHours(-1), traffic.Begin.AddHours(1)));

        // What is there is not written over.
        _restored.Kill();
        Assert.Contains("holds data already", await FailedAsync(["restore", backup, .. _restored.Options]), StringComparison.Ordinal);
    }

    private async Task DoneAsync(IReadOnlyList<string> arguments)
    {
        var (code, printed, errors) = await Invocation.RunAsync(EngineProcess.Program, _engine.Home, arguments);
        Assert.True(code == 0, printed + errors);
    }

    private async Task<string> FailedAsync(IReadOnlyList<string> arguments)
    {
        var (code, _, errors) = await Invocation.RunAsync(EngineProcess.Program, _engine.Home, arguments);
        Assert.Equal(1, code);
        return errors;
    }

    /// <summary>Killed between cases and accounts, of which the table is there already and held until then: no move is over before it is killed.</summary>
    private async Task KilledAsync(IReadOnlyList<string> arguments)
    {
        await using var holder = await JournalRows.OpenAsync(postgres.Server.ConnectionString);
        await using var transaction = await holder.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("LOCK TABLE account IN SHARE MODE", holder, transaction);
        await hold.ExecuteNonQueryAsync();
        using var killed = new Invocation(EngineProcess.Program, _engine.Home, arguments);
        await Wait.UntilAsync(
            () => Task.FromResult(
                killed.Printed.From(0).Any(line => line.StartsWith("case_row", StringComparison.Ordinal)) || killed.HasExited),
            () => $"It did not get so far:\n{killed.Printed}{killed.Errors}");
        killed.Kill();
    }
}
