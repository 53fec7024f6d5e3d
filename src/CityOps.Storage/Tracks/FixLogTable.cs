using System.Data.Common;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>
/// The rows of the fix log. Each is of the node that wrote it, and only that one forgets it: its devices may not have heard of it. An engine
/// that is alone has them all; what a node has left that runs no more, another takes over. A row that cannot be read stays where it is.
/// </summary>
internal static class FixLogTable
{
    private const string Own = "(@node = '' OR node = @node)";

    /// <summary>Every row of a node, the oldest first.</summary>
    public static List<FixLogRow> Read(PreparedConnection log, string node) => log.Query(
        $"SELECT id, fixes, logged_at FROM fix_batch WHERE {Own} ORDER BY id", Row, ("@node", node));

    /// <summary>The fixes of a row; none where it cannot be read.</summary>
    public static List<Fix> Decode(FixLogRow row, UnreadableTracks unreadable)
    {
        try
        {
            return FixBlob.Decode(row.Fixes);
        }
        catch (StorageException e)
        {
            unreadable.AddBatch(row.Id, e);
            return [];
        }
    }

    /// <summary>The fixes that other nodes have in their logs: they may not be in chunks yet.</summary>
    public static IEnumerable<Fix> OfOthers(PreparedConnection log, UnreadableTracks unreadable, string node) => node.Length == 0 ? [] : log.Query(
        "SELECT id, fixes, logged_at FROM fix_batch WHERE node <> @node", Row, ("@node", node))
        .SelectMany(row => Decode(row, unreadable));

    /// <summary>The same of one device: a row names its devices, so that the database passes over most of them.</summary>
    public static IEnumerable<Fix> OfOthers(
        PreparedConnection log, UnreadableTracks unreadable, string node, Device device) => node.Length == 0 ? [] : log.Query(
        "SELECT id, fixes, logged_at FROM fix_batch WHERE node <> @node AND position(@device IN fixes) > 0",
        Row, ("@node", node), ("@device", FixRows.NameOf(device)))
        .SelectMany(row => Decode(row, unreadable).Where(fix => fix.Device == device));

    /// <summary>Writes a row; its number.</summary>
    public static long Write(PreparedConnection log, string node, byte[] fixes, Instant now) => log.Scalar(
        "INSERT INTO fix_batch (fixes, logged_at, node) VALUES (@fixes, @now, @node) RETURNING id",
        ("@fixes", fixes), ("@now", now.ToUnixTimeMilliseconds()), ("@node", node));

    /// <summary>Forgets some rows up to a number, but none that cannot be read; how many.</summary>
    public static int Forget(PreparedConnection log, UnreadableTracks unreadable, string node, long upTo, int atMost)
    {
        // Written out: mostly there are none, and the statement stays the same.
        var aside = unreadable.Batches is { Count: > 0 } batches ? $"AND id NOT IN ({string.Join(", ", batches)})" : "";
        return log.Execute(
            $"DELETE FROM fix_batch WHERE id IN (SELECT id FROM fix_batch WHERE id <= @upTo AND {Own} {aside} ORDER BY id LIMIT @rows)",
            ("@upTo", upTo), ("@rows", atMost), ("@node", node));
    }

    /// <summary>Takes over the rows of nodes that run no more. Of several that ask for them, one gets a row.</summary>
    public static List<FixLogRow> Adopt(PreparedConnection log, string node) => node.Length == 0 ? [] : log.Query(
        $"UPDATE fix_batch SET node = @node WHERE node <> @node AND node NOT IN ({NodeLocks.Live}) RETURNING id, fixes, logged_at",
        Row, ("@node", node)).OrderBy(row => row.Id).ToList();

    /// <summary>The fixes of some devices in rows, in the order of the rows.</summary>
    public static List<RecentFixes> Of(IEnumerable<FixLogRow> rows, UnreadableTracks unreadable, Predicate<Device> wanted)
    {
        var recent = new Dictionary<Device, (List<Fix> Fixes, Instant LoggedAt)>();
        foreach (var row in rows)
        {
            foreach (var fix in Decode(row, unreadable).Where(fix => wanted(fix.Device)))
            {
                var fixes = recent.TryGetValue(fix.Device, out var known) ? known.Fixes : [];
                fixes.Add(fix);
                recent[fix.Device] = (fixes, row.LoggedAt);
            }
        }

        return [.. recent.Select(of => new RecentFixes(of.Key, of.Value.Fixes, of.Value.LoggedAt))];
    }

    private static FixLogRow Row(DbDataReader row) =>
        new(row.GetInt64(0), row.GetFieldValue<byte[]>(1), Instant.FromUnixTimeMilliseconds(row.GetInt64(2)));
}

/// <summary>A row of the fix log: a batch.</summary>
internal readonly record struct FixLogRow(long Id, byte[] Fixes, Instant LoggedAt);
