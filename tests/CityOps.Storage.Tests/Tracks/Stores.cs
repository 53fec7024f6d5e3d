using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using CityOps.Storage.Tracks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Storage.Tests.Tracks;

internal static class Stores
{
    public static readonly TrackRetention Kept = new(Duration.FromDays(30), Duration.FromDays(10));

    /// <summary>Where the clocks of stores stand.</summary>
    public static Instant Now => Instant.FromDateTimeOffset(new FakeTimeProvider().GetUtcNow());

    /// <summary>A store whose clock stands still.</summary>
    public static TrackStore Of(CityDatabases data) =>
        new(data, new NoOtherNodes(), Kept, new FakeTimeProvider(), NullLogger<TrackStore>.Instance);
}
