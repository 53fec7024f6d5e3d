using System.Data.Common;
using CityOps.Engine;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Lists;

/// <summary>Up to when a list is complete.</summary>
internal static class ListTime
{
    /// <summary>Now, or the time of the last move where the feed is behind the journal.</summary>
    public static Instant Of(DbConnection connection, string feed, long newest, TimeProvider clock)
    {
        var (ordering, at) = connection.Query(
            "SELECT ordering, at FROM feed_offset WHERE feed = @feed", r => (r.GetInt64(0), r.GetInt64(1)), ("@feed", feed))
            .FirstOrDefault();
        return ordering < newest ? Instant.FromUnixTimeMilliseconds(at) : clock.GetCurrentInstant();
    }
}
