using CityOps.Domain.Devices;
using CityOps.Storage.Sqlite;
using Microsoft.Data.Sqlite;
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

    private const string ShortOnes = "device = $device AND count < 512";

    /// <summary>
    /// Writes fixes of a device, in any order; what is there already is passed over. Belongs in a transaction, since
    /// short chunks go when their fixes are in a long one.
    /// </summary>
    public static void Write(SqliteConnection connection, Device device, IEnumerable<Fix> fixes)
    {
        var news = InOrder(fixes);
        if (news.Count == 0)
        {
            return;
        }

        var known = Between(connection, device, news[0].ObservedAt, news[^1].ObservedAt);
        news = [.. news.ExceptBy(known.Select(f => f.ObservedAt), f => f.ObservedAt)];
        foreach (var chunk in WithShortOnes(connection, device, news).Chunk(Long))
        {
            Insert(connection, device, chunk);
        }
    }

    /// <summary>
    /// The fixes of every chunk that reaches into a span, both ends included; some of them lie outside of it.
    /// </summary>
    public static IEnumerable<Fix> Between(SqliteConnection connection, Device device, Instant from, Instant to) => Read(
        connection,
        "device = $device AND last >= $from AND first <= $to ORDER BY last",
        device,
        ("$from", from.ToUnixTimeMilliseconds()),
        ("$to", to.ToUnixTimeMilliseconds()));

    /// <summary>The fixes of the chunk that has the newest one.</summary>
    public static IEnumerable<Fix> Newest(SqliteConnection connection, Device device) =>
        Read(connection, "device = $device ORDER BY last DESC LIMIT 1", device);

    private static List<Fix> WithShortOnes(SqliteConnection connection, Device device, List<Fix> news)
    {
        var own = ("$device", device.ToString());
        var inShortOnes = connection.Scalar($"SELECT sum(count) FROM track_chunk WHERE {ShortOnes}", own);
        if (inShortOnes + news.Count < Long)
        {
            return news;
        }

        var fixes = InOrder(Read(connection, ShortOnes, device).Concat(news));
        connection.Execute($"DELETE FROM track_chunk WHERE {ShortOnes}", own);
        return fixes;
    }

    private static void Insert(SqliteConnection connection, Device device, Fix[] fixes) => connection.Execute(
        "INSERT INTO track_chunk VALUES ($device, $last, $first, $count, $fixes)",
        ("$device", device.ToString()),
        ("$last", fixes[^1].ObservedAt.ToUnixTimeMilliseconds()),
        ("$first", fixes[0].ObservedAt.ToUnixTimeMilliseconds()),
        ("$count", fixes.Length),
        ("$fixes", fixes.Length < Long ? FixBlob.Encode(fixes) : PackedTrack.Encode(device, fixes)));

    private static IEnumerable<Fix> Read(
        SqliteConnection connection,
        string which,
        Device device,
        params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        connection.Query(
            $"SELECT fixes FROM track_chunk WHERE {which}",
            r => FixBlob.Decode(r.GetFieldValue<byte[]>(0)),
            [("$device", device.ToString()), .. parameters]).SelectMany(f => f);

    private static List<Fix> InOrder(IEnumerable<Fix> fixes) =>
        [.. fixes.DistinctBy(f => f.ObservedAt).OrderBy(f => f.ObservedAt)];
}
