using System.Data.Common;
using CityOps.Storage.Databases;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>
/// The written part of the tracks: each row some fixes of one device, in order of time. What comes in a minute is a
/// short chunk; when the short ones of a device hold enough, they become a long one, which is never written again.
/// </summary>
internal static class TrackChunks
{
    /// <summary>How many fixes a long chunk has. The index of the short ones is made for this number.</summary>
    public const int Long = 512;

    /// <summary>The turn in which nodes write chunks: "Chunks" as a number.</summary>
    public const long ChunkLock = 0x43_68_75_6E_6B_73;

    private const string ShortOnes = "device = @device AND count < 512";

    // A long chunk has about as much.
    private static readonly Duration LongestGap = Duration.FromHours(1);

    /// <summary>
    /// Where several nodes write, one does so at a time, and goes by what the others have written of the same devices. Belongs in the
    /// transaction that writes.
    /// </summary>
    public static void TakeTurn(PreparedConnection connection, string node, IEnumerable<TrackTail> tails)
    {
        if (node.Length == 0)
        {
            return;
        }

        connection.TakeTurn(ChunkLock);
        foreach (var tail in tails)
        {
            tail.InShortChunks = null;
        }
    }

    /// <summary>
    /// Writes the fixes of a tail, in any order; what is there already is passed over. Belongs in a transaction, since short chunks
    /// go when their fixes are in a long one.
    /// </summary>
    public static void Write(PreparedConnection connection, UnreadableTracks unreadable, Device device, TrackTail tail)
    {
        if (tail.InShortChunks is null)
        {
            Look(connection, device, tail);
        }

        if (tail.IsInOrder && tail.Extent.First > tail.WrittenUpTo && tail.InShortChunks + tail.Count < Long)
        {
            Insert(connection, device, tail.Count, tail.Extent, tail.Blob());
            tail.InShortChunks += tail.Count;
            tail.WrittenUpTo = tail.Extent.Last;
            return;
        }

        Write(connection, unreadable, device, tail.Fixes());
        Look(connection, device, tail);
    }

    /// <summary>
    /// The fixes of every chunk that reaches into a span, both ends included; some of them lie outside of it.
    /// </summary>
    public static IEnumerable<Fix> Between(
        PreparedConnection connection, UnreadableTracks unreadable, Device device, Instant from, Instant to) => Read(
        connection,
        unreadable,
        "device = @device AND last >= @from AND first <= @to ORDER BY last",
        ("@device", device.ToString()),
        ("@from", from.ToUnixTimeMilliseconds()),
        ("@to", to.ToUnixTimeMilliseconds()));

    /// <summary>The fixes of every chunk, of whatever device, that reaches into a span and a box.</summary>
    public static IEnumerable<Fix> Within(PreparedConnection connection, UnreadableTracks unreadable, TrackExtent extent) => Read(
        connection,
        unreadable,
        """
        last >= @from AND first <= @to
            AND (south IS NULL OR (south <= @north AND north >= @south AND west <= @east AND east >= @west))
        """,
        ("@from", extent.First.ToUnixTimeMilliseconds()),
        ("@to", extent.Last.ToUnixTimeMilliseconds()),
        ("@north", extent.North),
        ("@south", extent.South),
        ("@east", extent.East),
        ("@west", extent.West));

    /// <summary>Forgets some chunks of a kind of device that end before a time; the number of chunks.</summary>
    public static int Forget(PreparedConnection connection, DeviceKind kind, Instant before, int atMost) => connection.Execute(
        $"""
        DELETE FROM track_chunk WHERE {connection.Dialect.Row} IN (
            SELECT {connection.Dialect.Row} FROM track_chunk WHERE last < @before AND device >= @first AND device < @after LIMIT @limit)
        """,
        ("@before", before.ToUnixTimeMilliseconds()),
        ("@first", new Device(kind, "").ToString()),
        ("@after", new Device(kind, "~").ToString()),
        ("@limit", atMost));

    private static void Look(PreparedConnection connection, Device device, TrackTail tail)
    {
        var own = ("@device", device.ToString());
        tail.InShortChunks = (int)connection.Scalar($"SELECT sum(count) FROM track_chunk WHERE {ShortOnes}", own);
        tail.WrittenUpTo = Instant.FromUnixTimeMilliseconds(
            connection.Scalar("SELECT coalesce(max(last), -1) FROM track_chunk WHERE device = @device", own));
    }

    private static void Write(PreparedConnection connection, UnreadableTracks unreadable, Device device, List<Fix> fixes)
    {
        var news = InOrder(fixes);
        var known = Runs(news).SelectMany(run => Between(connection, unreadable, device, run.First, run.Last));
        news = [.. news.ExceptBy(known.Select(f => f.ObservedAt), f => f.ObservedAt)];
        foreach (var chunk in WithShortOnes(connection, unreadable, device, news).Chunk(Long))
        {
            Insert(
                connection, device, chunk.Length, TrackExtent.Of(chunk),
                chunk.Length < Long ? FixRows.Encode(chunk) : PackedTrack.Encode(device, chunk));
        }
    }

    /// <summary>
    /// The spans that fixes in order are in. What lies between two that are far apart is not looked at: a terminal whose clock was set
    /// in between would have years of its track read every minute, while nobody's fixes are written.
    /// </summary>
    private static IEnumerable<(Instant First, Instant Last)> Runs(List<Fix> fixes)
    {
        var first = fixes[0].ObservedAt;
        for (var i = 1; i < fixes.Count; i++)
        {
            var (before, at) = (fixes[i - 1].ObservedAt, fixes[i].ObservedAt);
            if (at - before > LongestGap)
            {
                yield return (first, before);
                first = at;
            }
        }

        yield return (first, fixes[^1].ObservedAt);
    }

    private static List<Fix> WithShortOnes(
        PreparedConnection connection, UnreadableTracks unreadable, Device device, List<Fix> news)
    {
        var own = ("@device", device.ToString());
        var inShortOnes = connection.Scalar($"SELECT sum(count) FROM track_chunk WHERE {ShortOnes}", own);
        if (inShortOnes + news.Count < Long)
        {
            return news;
        }

        var chunks = connection.Query(
            $"SELECT device, last, fixes FROM track_chunk WHERE {ShortOnes}",
            row => (Last: row.GetInt64(1), Fixes: Decode(row, unreadable)),
            own);
        foreach (var (last, _) in chunks.Where(chunk => chunk.Fixes is null))
        {
            // From now on it stands as a long one, which nobody makes another of.
            connection.Execute(
                $"UPDATE track_chunk SET count = @count WHERE {ShortOnes} AND last = @last", own, ("@count", Long), ("@last", last));
        }

        connection.Execute($"DELETE FROM track_chunk WHERE {ShortOnes}", own);
        return InOrder(chunks.SelectMany(chunk => chunk.Fixes ?? []).Concat(news));
    }

    private static void Insert(PreparedConnection connection, Device device, int count, TrackExtent extent, byte[] fixes) =>
        connection.Execute(
            """
            INSERT INTO track_chunk (device, last, first, count, fixes, south, north, west, east)
            VALUES (@device, @last, @first, @count, @fixes, @south, @north, @west, @east)
            """,
            ("@device", device.ToString()),
            ("@last", extent.Last.ToUnixTimeMilliseconds()),
            ("@first", extent.First.ToUnixTimeMilliseconds()),
            ("@count", count),
            ("@fixes", fixes),
            ("@south", extent.South),
            ("@north", extent.North),
            ("@west", extent.West),
            ("@east", extent.East));

    private static IEnumerable<Fix> Read(
        PreparedConnection connection, UnreadableTracks unreadable, string which,
        params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        connection.Query($"SELECT device, last, fixes FROM track_chunk WHERE {which}", row => Decode(row, unreadable) ?? [], parameters)
            .SelectMany(f => f);

    /// <summary>The fixes of a row; null where it cannot be read.</summary>
    private static List<Fix>? Decode(DbDataReader row, UnreadableTracks unreadable)
    {
        try
        {
            return FixBlob.Decode(row.GetFieldValue<byte[]>(2));
        }
        catch (StorageException e)
        {
            unreadable.Add(row.GetString(0), row.GetInt64(1), e);
            return null;
        }
    }

    private static List<Fix> InOrder(IEnumerable<Fix> fixes) =>
        [.. fixes.DistinctBy(f => f.ObservedAt).OrderBy(f => f.ObservedAt)];
}
