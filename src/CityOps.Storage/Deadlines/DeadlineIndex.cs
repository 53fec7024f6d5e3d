using System.Data.Common;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Deadlines;

/// <summary>Reads and corrects the table that <see cref="DeadlineProjection"/> makes.</summary>
internal sealed class DeadlineIndex(CityDatabases data, ReadModelWriter writer) : IDeadlineIndex
{
    private const string Columns = "SELECT entity, due, calendar, area, sequence FROM deadline";

    public Task<IReadOnlyList<Deadline>> EarliestAsync(int slice, Deadline? after, int limit, CancellationToken cancel) => Task.Run<IReadOnlyList<Deadline>>(
        () => Read(
            $"""
            {Columns} WHERE slice = @slice AND due IS NOT NULL AND (due, entity) > (@due, @entity)
            ORDER BY due, entity LIMIT @limit
            """,
            ("@slice", slice), ("@due", after?.Due?.ToUnixTimeTicks() ?? long.MinValue), ("@entity", after?.Entity ?? ""),
            ("@limit", limit)),
        cancel);

    public Task<IReadOnlyList<Deadline>> AllAsync(int slice, string after, int limit, CancellationToken cancel) => Task.Run<IReadOnlyList<Deadline>>(
        () => Read(
            $"{Columns} WHERE entity > @after AND slice = @slice ORDER BY entity LIMIT @limit",
            ("@after", after), ("@slice", slice), ("@limit", limit)),
        cancel);

    public Task<IReadOnlyList<Deadline>> FindAsync(IReadOnlyCollection<string> entities, CancellationToken cancel) => Task.Run<IReadOnlyList<Deadline>>(
        () => Find(entities), cancel);

    public Task CorrectAsync(Deadline entry, CancellationToken cancel) => writer.WriteAsync(
        connection => connection.Execute(
            entry is { Due: null, Calendar: null }
                ? "DELETE FROM deadline WHERE entity = @entity AND sequence <= @sequence"
                : "UPDATE deadline SET due = @due, calendar = @calendar WHERE entity = @entity AND sequence <= @sequence",
            ("@entity", entry.Entity), ("@due", entry.Due?.ToUnixTimeTicks()), ("@calendar", entry.Calendar),
            ("@sequence", entry.Sequence)),
        cancel);

    public Task<DeadlineSurvey> SurveyAsync(int slice, Instant now, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = data.ReadModel.Open();
            return connection.Query(
                """
                SELECT (SELECT count(*) FROM deadline WHERE slice = @slice AND due IS NOT NULL),
                    (SELECT count(*) FROM deadline WHERE slice = @slice AND due <= @now),
                    (SELECT min(due) FROM deadline WHERE slice = @slice AND due IS NOT NULL)
                """,
                row => new DeadlineSurvey(row.GetInt64(0), row.GetInt64(1), Ticks(row, 2)),
                ("@slice", slice), ("@now", now.ToUnixTimeTicks()))[0];
        },
        cancel);

    private List<Deadline> Read(string sql, params (string, object?)[] parameters)
    {
        using var connection = data.ReadModel.Open();
        return connection.Query(sql, Entry, parameters);
    }

    private List<Deadline> Find(IReadOnlyCollection<string> entities)
    {
        var found = new List<Deadline>(entities.Count);
        using var connection = data.ReadModel.Open();
        using var command = connection.Command($"{Columns} WHERE entity = @entity", ("@entity", ""));
        foreach (var entity in entities)
        {
            command.Parameters[0].Value = entity;
            using var row = command.ExecuteReader();
            if (row.Read())
            {
                found.Add(Entry(row));
            }
        }

        return found;
    }

    private static Deadline Entry(DbDataReader row) =>
        new(row.GetString(0), Ticks(row, 1), row.Text(2), row.Text(3), row.GetInt64(4));

    private static Instant? Ticks(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromUnixTimeTicks(row.GetInt64(column));
}
