using System.Diagnostics.Metrics;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using CityOps.Storage.Postgres;
using CityOps.Storage.Tracks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Storage.Tests.Tracks;

internal static class Stores
{
    public static readonly TrackRetention Kept = new(Duration.FromDays(30), Duration.FromDays(10));

    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    /// <summary>Where the clocks of stores stand.</summary>
    public static Instant Now => Instant.FromDateTimeOffset(new FakeTimeProvider().GetUtcNow());

    /// <summary>A store whose clock stands still, unless the test turns it.</summary>
    public static TrackStore Of(
        CityDatabases data, UnreadableChunks? unreadable = null, FakeTimeProvider? clock = null, INodes? nodes = null) => new(
        data, nodes ?? new NoOtherNodes(), Kept, unreadable ?? Unreadable(), clock ?? new FakeTimeProvider(), NullLogger<TrackStore>.Instance);

    public static UnreadableChunks Unreadable() =>
        new(Services.GetRequiredService<IMeterFactory>(), NullLogger<UnreadableChunks>.Instance);
}
