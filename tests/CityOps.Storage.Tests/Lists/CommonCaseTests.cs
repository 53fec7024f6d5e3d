using System.Globalization;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Tests.Lists;

/// <summary>Lists of conditions that so many cases meet that they are not all fetched.</summary>
public class CommonCaseTests : IDisposable
{
    // More than an index is few for, and of words as many as are few still where something else is asked, too.
    private const int Count = 21_000;
    private const int AtOnce = 8_000;
    private const int From = 500;
    private const int To = 19_500;

    private readonly ListRun _run;

    public CommonCaseTests()
        : this(new TemporaryDirectory())
    {
    }

    private protected CommonCaseTests(TemporaryDirectory directory)
    {
        _run = new ListRun(directory);
        using var connection = _run.Data.ReadModel.Open();
        connection.Execute(
            $"""
            INSERT INTO case_row (key, id, sequence, stage, kind, category, channel, source, lat, lon, unit_grid, beat,
                department, description, observed_at, updated_at, due_at)
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {Count})
            SELECT CAST(n AS BIGINT) * 60000 << 20, 'C2026' || n, 1, 'Reported', 'Incident', '0113', 'Hotline', CAST(n AS TEXT), 28.6, 115.8,
                'u', 'b', 'roads', 'cover', n, n % 1000, n % 100
            FROM number
            """);
        connection.Execute(Dialect.Of(connection) == Dialect.Postgres
            ? "INSERT INTO case_text SELECT key, '''cover'':1A ''@roads''' FROM case_row"
            : """
              INSERT INTO case_text (rowid, description, place, number) SELECT key, 'cover', '', '' FROM case_row;
              INSERT INTO case_place SELECT key, lon, lon, lat, lat FROM case_row;
              """);
    }

    private static GeoBox Everywhere { get; } = new(GeoPoint.At(28, 115), GeoPoint.At(29, 116));

    public void Dispose() => _run.Dispose();

    [SkippableFact]
    public async Task Pages_neither_skip_nor_repeat_nor_pass_a_condition_over()
    {
        (int First, int Last, CaseQuery Query)[] asked =
        [
            (1, Count, new() { Text = "cover" }),
            (1, Count, new() { Text = "cover", Department = "roads" }),
            (1, 0, new() { Text = "cov roa", Department = "roads" }),
            (1, Count, new() { Department = "roads", Box = Everywhere }),
            (From, To - 1, new() { Stage = Stage.Reported, From = At(From), To = At(To) }),
            (From, To - 1, new() { Box = Everywhere, From = At(From), To = At(To) }),
            (From, Count, new() { Text = "cover", From = At(From) }),
        ];
        foreach (var order in Enum.GetValues<CaseOrder>())
        {
            foreach (var (first, last, query) in asked)
            {
                var wanted = Enumerable.Range(first, last - first + 1)
                    .OrderByDescending(number => Value(number, order)).ThenByDescending(number => number);
                Assert.Equal(wanted, await ReadAsync(query with { Order = order, Limit = AtOnce }));
            }
        }
    }

    private static Instant At(int number) => NodaConstants.UnixEpoch + Duration.FromMinutes(number);

    private static int Value(int number, CaseOrder order) => order switch
    {
        CaseOrder.UpdatedAt => number % 1000,
        CaseOrder.DueAt => number % 100,
        _ => number,
    };

    private async Task<List<int>> ReadAsync(CaseQuery query)
    {
        var read = new List<int>();
        string? after = null;
        do
        {
            var page = await _run.Lists.CasesAsync(query with { After = after }, default);
            read.AddRange(page.Items.Select(row => int.Parse(row.Source, CultureInfo.InvariantCulture)));
            after = page.Next;
        }
        while (after is not null);
        return read;
    }
}
