using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using CityOps.Storage.Tests.Lists;
using NodaTime;

namespace CityOps.Storage.Tests.Postgres;

[Collection(PostgresFixture.Collection)]
public sealed class OlderListTests(PostgresFixture postgres)
{
    /// <summary>The version whose next step puts days and departments among the words.</summary>
    private const int Before = 2;

    [SkippableFact]
    public async Task Cases_of_a_list_of_before_are_found_by_words_with_department_and_day()
    {
        var directory = postgres.Empty();
        var older = new PostgresDatabase(
            directory.Options.ConnectionString, "readmodel", CommitPromise.Kill, [.. PostgresSchemas.ReadModel.Take(Before)]);
        using (var connection = older.Open())
        {
            connection.Execute(
                """
                INSERT INTO case_row (key, id, sequence, stage, kind, category, channel, source, lat, lon, unit_grid, beat,
                    department, observed_at, updated_at, due_at)
                SELECT CAST(n AS BIGINT) * 86400000 << 20, 'C2026' || n, 1, 'Reported', 'Incident', '0113', 'Hotline', 'h-' || n, 28.6, 115.8,
                    'u', 'b', CASE n WHEN 1 THEN 'parks' END, n, 100 - n, 50
                FROM generate_series(1, 3) n;
                INSERT INTO case_text SELECT key, '''cover'':1A' FROM case_row
                """);
        }

        using var run = new ListRun(directory);
        Assert.Equal("h-1", await FoundAsync(new CaseQuery { Department = "parks" }));
        Assert.Equal("h-2", await FoundAsync(new CaseQuery { From = Day(2), To = Day(2) + Duration.FromHours(1) }));
        Assert.Equal("h-1,h-2,h-3", await FoundAsync(new CaseQuery { From = Day(0), To = Day(4) }));

        async Task<string> FoundAsync(CaseQuery query) => string.Join(
            ',', (await run.Lists.CasesAsync(query with { Text = "cover" }, default)).Items.Select(r => r.Source).Order());
    }

    private static Instant Day(int number) => NodaConstants.UnixEpoch + Duration.FromDays(number);
}
