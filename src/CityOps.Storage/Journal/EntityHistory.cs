using System.Data.Common;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Journal;

/// <summary>The statements on the events of one entity, the same for every database.</summary>
internal static class EntityHistory
{
    /// <summary>The highest sequence number above one, deleted events included; 0 where there is none.</summary>
    public static long Highest(this PreparedConnection journal, string persistenceId, long above) => journal.Scalar(
        "SELECT max(sequence_number) FROM journal WHERE persistence_id = @id AND sequence_number > @above",
        ("@id", persistenceId), ("@above", above));

    /// <summary>The rows with sequence numbers in [first, last] in order, so many at most.</summary>
    public static List<JournalRow> Events(
        this PreparedConnection journal, string persistenceId, long first, long last, long most) => journal.Query(
        """
        SELECT sequence_number, created, message, manifest, identifier, writer_uuid FROM journal
        WHERE persistence_id = @id AND sequence_number BETWEEN @first AND @last AND deleted = @deleted
        ORDER BY sequence_number LIMIT @most
        """,
        r => Row(persistenceId, r),
        ("@id", persistenceId), ("@first", first), ("@last", last), ("@deleted", false), ("@most", most));

    /// <summary>
    /// Deletes the entity's events up to a sequence number, as Akka.Persistence.Sql does: the last of them is only marked, so
    /// that its number is never given out again. From the first on: what a kill in between leaves is whole from some event on.
    /// </summary>
    public static void Delete(this PreparedConnection journal, string persistenceId, long last)
    {
        var newest = journal.Scalar(
            "SELECT max(sequence_number) FROM journal WHERE persistence_id = @id AND sequence_number <= @last",
            ("@id", persistenceId), ("@last", last));
        journal.Execute(
            "DELETE FROM journal WHERE persistence_id = @id AND sequence_number < @newest",
            ("@id", persistenceId), ("@newest", newest));
        journal.Execute(
            "UPDATE journal SET deleted = @deleted WHERE persistence_id = @id AND sequence_number = @newest",
            ("@deleted", true), ("@id", persistenceId), ("@newest", newest));
    }

    private static JournalRow Row(string persistenceId, DbDataReader row) => new(
        persistenceId,
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetFieldValue<byte[]>(2),
        row.GetString(3),
        row.GetInt32(4),
        row.IsDBNull(5) ? "" : row.GetString(5));
}
