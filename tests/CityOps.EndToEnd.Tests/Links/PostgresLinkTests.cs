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
        await new FaultCourse(_engine, link, output).RunAsync(link.Cut, link.Cut, link.Orphan, link.Silence, link.Orphan, link.Silence);
    }
}
