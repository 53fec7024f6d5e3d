using CityOps.Storage.Databases;
using CityOps.Storage.Moving;

namespace CityOps.Storage.Tests.Postgres;

/// <summary>Both databases have the same tables, and all of them are moved.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class MovedTableTests(PostgresFixture postgres)
{
    // What finds cases is made again; how far the schema is belongs to the database.
    private static readonly string[] NotMoved = ["case_text", "case_place", "cluster_node", "schema_version", "sqlite_sequence"];

    [SkippableFact]
    public void Every_table_is_moved_with_every_column()
    {
        using var server = postgres.Empty();
        using var directory = new TemporaryDirectory();
        foreach (var (part, tables) in CityMove.Parts)
        {
            using var there = CityDatabases.Part(server.Options, part).Open();
            using var here = CityDatabases.Part(directory.Options, part).Open();
            Assert.Equal(
                tables.Select(t => t.Name).Order(),
                here.Query("SELECT name FROM sqlite_master WHERE type = 'table'", r => r.GetString(0))
                    .Where(t => !NotMoved.Any(n => t == n || t.StartsWith($"{n}_", StringComparison.Ordinal))).Order());
            foreach (var table in tables)
            {
                Assert.Equal(Columns(here, table), Columns(there, table));
            }
        }

        using var all = CityDatabases.Part(server.Options, "journal").Open();
        Assert.Equal(
            CityMove.Parts.SelectMany(p => p.Tables).Select(t => t.Name).Order(StringComparer.Ordinal),
            all.Query("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()", r => r.GetString(0))
                .Where(t => !NotMoved.Contains(t)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Columns(System.Data.Common.DbConnection connection, MovedTable table)
    {
        using var command = connection.Command($"SELECT * FROM {table.Name}");
        using var rows = command.ExecuteReader();
        return [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).Order(StringComparer.Ordinal)];
    }
}
