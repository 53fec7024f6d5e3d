using System.Diagnostics;
using CityOps.Engine.Ports;
using CityOps.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CityOps.Storage.Tests.Postgres;

[Collection(PostgresFixture.Collection)]
public sealed class ClusterNodesTests : IDisposable
{
    private static readonly NodeAddress First = new("akka.tcp://cityops@127.0.0.1:1", 1);
    private static readonly NodeAddress Second = new("akka.tcp://cityops@127.0.0.1:2", 2);

    private readonly TemporaryDirectory _home;
    private readonly List<IDisposable> _open = [];

    public ClusterNodesTests(PostgresFixture postgres) => _home = postgres.Empty();

    public void Dispose()
    {
        _open.ForEach(opened => opened.Dispose());
        _home.Dispose();
    }

    [SkippableFact]
    public async Task One_that_will_leave_is_a_way_in_until_it_has_ended()
    {
        var (first, ends) = Node("one");
        var (second, _) = Node("two");
        Assert.Empty(await first.EnterAsync(First, default));

        await first.LeaveAsync(default);

        Assert.Equal([First.Address], await second.LeavingAsync(default));
        Assert.Equal([First.Address], await second.EnterAsync(Second, default));
        ends.Dispose();
        while ((await second.LeavingAsync(default)).Count > 0)
        {
            // The server ends its session a moment later.
        }

        Assert.Empty(await second.EnterAsync(Second, default));
    }

    [SkippableFact]
    public async Task One_that_has_not_come_in_does_not_leave()
    {
        var (first, _) = Node("one");
        await first.EnterAsync(First, default);
        var (second, _) = Node("two");
        await second.EnterAsync(Second, default);

        await second.LeaveAsync(default);

        Assert.Empty(await first.LeavingAsync(default));
    }

    [SkippableFact]
    public async Task One_is_not_out_while_sessions_of_it_cannot_be_ended_however_many()
    {
        var (first, _) = Node("one");
        await first.EnterAsync(First, default);
        var (second, _) = Node("two");
        var stuck = new List<int>();
        for (var sessions = 0; sessions < 20; sessions++)
        {
            stuck.Add(await OpenAsync(PostgresPools.SessionsOf("one")));
        }

        await SignalAsync("STOP");
        try
        {
            await Assert.ThrowsAsync<StorageException>(() => second.ShutOutAsync(First, default));
        }
        finally
        {
            await SignalAsync("CONT");
        }

        await second.ShutOutAsync(First, default);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => first.EnteredAsync(default));

        async Task SignalAsync(string name)
        {
            using var sending = Process.Start("kill", [$"-{name}", .. stuck.Select(process => $"{process}")]);
            await sending.WaitForExitAsync();
            Skip.If(sending.ExitCode != 0, "The server's processes are another user's.");
        }
    }

    [SkippableFact]
    public void A_schema_is_the_same_however_the_connection_string_says_it()
    {
        var first = new NpgsqlConnectionStringBuilder(_home.Options.ConnectionString);
        var second = new NpgsqlConnectionStringBuilder(first.ConnectionString) { Options = $"-c search_path={first.SearchPath}", SearchPath = null };
        using var held = Lock(first);

        Assert.True(Assert.Throws<StorageException>(() => Lock(second)).IsInUse);

        EngineLock Lock(NpgsqlConnectionStringBuilder city) => new(
            new StorageOptions { DataDirectory = _home.Path, ConnectionString = city.ConnectionString }, TimeProvider.System,
            NullLogger<EngineLock>.Instance);
    }

    /// <summary>Opens a session; the number of its process.</summary>
    private async Task<int> OpenAsync(string application)
    {
        var session = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_home.Options.ConnectionString) { ApplicationName = application, Pooling = false }.ConnectionString);
        _open.Add(session);
        await session.OpenAsync();
        return session.ProcessID;
    }

    private (INodes Nodes, IDisposable Lock) Node(string name)
    {
        var options = new StorageOptions
        {
            DataDirectory = Path.Combine(_home.Path, name), ConnectionString = _home.Options.ConnectionString, Node = name,
        };
        var held = new EngineLock(options, TimeProvider.System, NullLogger<EngineLock>.Instance);
        _open.Add(held);
        var data = new CityDatabases(options);
        _open.Add(data);
        return (new ClusterNodes(options, held, data), held);
    }
}
