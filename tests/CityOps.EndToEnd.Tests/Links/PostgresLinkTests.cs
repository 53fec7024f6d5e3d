using System.Diagnostics;
using CityOps.EndToEnd.Tests.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Links;

/// <summary>The network between an engine and PostgreSQL is slow, breaks and falls silent, in the middle of whatever was under way.</summary>
public sealed class PostgresLinkTests(ITestOutputHelper output, PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly EngineProcess _engine = new();

    public void Dispose()
    {
        output.WriteLine(_engine.Log);
        _engine.Dispose();
    }

    [SkippableFact]
    public async Task What_was_acknowledged_is_there_once_and_the_engine_comes_back_by_itself()
    {
        var server = new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString);
        await using var link = new FaultyLink(server.Port);
        server.Port = link.Port;
        _engine.Further = [$"--CityOps:Storage:ConnectionString={server.ConnectionString}"];
        await _engine.StartAsync();
        await using var traffic = new Traffic(_engine);
        var sending = traffic.SendAsync(again: false);

        await ReachAsync(60);
        link.Delay = TimeSpan.FromMilliseconds(20);
        await ReachAsync(120);
        link.Delay = TimeSpan.Zero;
        foreach (var (moment, fault) in ((int, Action)[])[
            (200, link.Cut), (280, link.Cut), (360, link.Orphan), (440, link.Silence), (520, link.Orphan), (600, link.Silence)])
        {
            await ReachAsync(moment);
            fault();
            output.WriteLine($"{fault.Method.Name} after {traffic.Acknowledged}.");
        }

        traffic.AllowAll();
        await sending.WaitAsync(2 * Wait.Deadline);
        await traffic.CheckAsync();

        async Task ReachAsync(int acknowledged)
        {
            var since = Stopwatch.StartNew();
            await Task.WhenAny(traffic.ReachAsync(acknowledged), sending, Task.Delay(2 * Wait.Deadline));
            output.WriteLine($"{acknowledged} after {since.Elapsed.TotalSeconds:0.0} s.");
            Assert.True(traffic.Acknowledged >= acknowledged, $"Stuck at {traffic.Acknowledged} of {Traffic.Total} {sending.Exception}");
        }
    }
}
