using CityOps.Engine.Deadlines;
using CityOps.Engine.Feeds;
using CityOps.Engine.Ports;
using CityOps.Storage.Feeds;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Deadlines;

/// <summary>The deadline index, made from the events of everything that has deadlines.</summary>
internal sealed class DeadlineProjection : IProjection
{
    public string Feed => DeadlineFeed.FeedName;

    public void Apply(PreparedConnection connection, IReadOnlyList<JournalledEvent> events)
    {
        foreach (var (entity, (change, sequence)) in DeadlineChange.Of(events))
        {
            if (change.Ends)
            {
                connection.Execute("DELETE FROM deadline WHERE entity = @entity", ("@entity", entity));
            }
            else
            {
                Put(connection, entity, change, sequence);
            }
        }
    }

    public void Clear(PreparedConnection connection) => connection.Execute("DELETE FROM deadline");

    private static void Put(PreparedConnection connection, string entity, DeadlineChange change, long sequence) => connection.Execute(
        """
        INSERT INTO deadline (entity, slice, due, calendar, area, sequence)
        VALUES (@entity, @slice, @due, @calendar, @area, @sequence)
        ON CONFLICT (entity) DO UPDATE SET
            due = CASE WHEN @isScheduled THEN excluded.due ELSE deadline.due END,
            calendar = CASE WHEN @isAnew THEN excluded.calendar ELSE coalesce(deadline.calendar, excluded.calendar) END,
            area = coalesce(excluded.area, deadline.area),
            sequence = excluded.sequence
        """,
        ("@entity", entity), ("@slice", DeadlineSlices.Of(entity)), ("@due", change.Due?.ToUnixTimeTicks()),
        ("@calendar", change.Calendar), ("@area", change.Area), ("@sequence", sequence),
        ("@isScheduled", change.IsScheduled), ("@isAnew", change.IsAnew));
}
