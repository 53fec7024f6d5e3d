using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.EndToEnd.Tests.Deadlines;
using CityOps.EndToEnd.Tests.Scenarios;
using CityOps.Host;
using CityOps.Host.City;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.EndToEnd.Tests.Frozen;

/// <summary>What every release so far has kept, this program reads: each entity, each list, and the lists made again from the journal.</summary>
public sealed class FrozenTests : IDisposable
{
    private static readonly CityConfiguration City =
        CityDirectory.Load(Repository.Demo).City ?? throw new InvalidOperationException("The demo city is wrong.");

    private static readonly string[] Lists =
    [
        "cases?limit=100", "queues", "notices?limit=100", "vehicles?online=true&limit=100", "collectors?online=true&limit=100", "webhooks",
        "devices/quarantine",
    ];

    private readonly string _home = Directory.CreateTempSubdirectory("cityops-frozen-").FullName;

    public static TheoryData<string> Releases() => [.. FrozenRelease.All];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task What_a_release_kept_is_read_and_its_lists_are_made_again_alike(string release)
    {
        FrozenRelease.Thaw(release, Data);
        var cases = CaseJournal.Read(_home);
        IReadOnlyList<string> kept;
        await using (var engine = Engine())
        {
            await engine.StartAsync();
            await EveryCaseIsAsItWasAsync(engine, cases);
            foreach (var entity in Entities())
            {
                await engine.GetAsync($"api/v1/{entity.Kind}s/{entity.Id}");
            }

            kept = await ListsAsync(engine);
        }

        foreach (var feed in RebuildCommand.Feeds)
        {
            Assert.Equal(0, await RebuildCommand.RunAsync(feed, null, [$"--CityOps:DataDirectory={Data}"], default));
        }

        await using var again = Engine();
        await again.StartAsync();
        IReadOnlyList<string> made = [];
        try
        {
            await Wait.UntilAsync(async () => (made = await ListsAsync(again)).SequenceEqual(kept), () => "They differ.");
        }
        catch (TimeoutException)
        {
            Assert.Equal(kept, made);
        }
    }

    private string Data => Path.Combine(_home, "data");

    /// <summary>On a clock that stands where it stood.</summary>
    private EngineOnClock Engine() => new(City, Data, new FakeTimeProvider(LastEvent()));

    private static async Task EveryCaseIsAsItWasAsync(
        EngineOnClock engine, IReadOnlyDictionary<CaseId, List<(long Ordering, CaseEvent Event)>> cases)
    {
        Assert.True(cases.Count > 10, $"There are only {cases.Count} cases.");
        foreach (var (id, events) in cases)
        {
            var state = (KnownCase)events.Aggregate((Case)new Unreported(), (s, e) => CaseEvolution.Evolve(s, e.Event));
            var found = await engine.GetAsync($"api/v1/cases/{id}");
            Assert.Equal(
                ((long)events.Count, $"{state.Stage}"),
                (found.GetProperty("sequence").GetInt64(), $"{Enum.Parse<Stage>(found.Text("stage"), ignoreCase: true)}"));
        }
    }

    private static async Task<IReadOnlyList<string>> ListsAsync(EngineOnClock engine)
    {
        var all = new List<string>();
        foreach (var list in Lists)
        {
            all.Add($"{list}: {await engine.Http.GetStringAsync($"api/v1/{list}")}");
        }

        return all;
    }

    /// <summary>Everything that has events beside cases.</summary>
    private IEnumerable<(string Kind, string Id)> Entities() =>
        Journal("SELECT DISTINCT persistence_id FROM journal WHERE persistence_id NOT LIKE 'case-%'", r => r.GetString(0))
            .Select(id => id.Split('-', 2)).Select(parts => (parts[0], parts[1]));

    private DateTimeOffset LastEvent() => new(Journal("SELECT max(created) FROM journal", r => r.GetInt64(0))[0], TimeSpan.Zero);

    private List<T> Journal<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
