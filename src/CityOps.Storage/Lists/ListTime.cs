using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Lists;

/// <summary>Up to when a list is complete.</summary>
internal static class ListTime
{
    /// <summary>
    /// Now, or when the first event was journalled that the feed has not had. It is asked for before the list is read, which then has no
    /// less than that.
    /// </summary>
    public static async Task<Instant> OfAsync(
        CityDatabases data, string feed, IJournalReader journal, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var offset = await Task.Run(
            () =>
            {
                using var connection = data.ReadModel.Open();
                return connection.Scalar("SELECT ordering FROM feed_offset WHERE feed = @feed", ("@feed", feed));
            },
            cancel);
        return await journal.WrittenAfterAsync(offset, cancel) is { } waiting ? Instant.Min(waiting, now) : now;
    }
}
