using NodaTime;

namespace CityOps.Domain.Devices;

/// <summary>Whether a device is there.</summary>
public enum Presence
{
    /// <summary>It is connected, and was heard of lately.</summary>
    Online,

    /// <summary>It never said that it goes, but has not been heard of for a while.</summary>
    Silent,

    /// <summary>It said that it goes, was cut off, was silent for very long, or was never heard of.</summary>
    Offline,
}

/// <summary>When silence means something. Presence follows from when a device was last heard of, so that none needs a timer.</summary>
/// <param name="SilentAfter">After so long without a word it is silent.</param>
/// <param name="OfflineAfter">After so long it is offline, whatever it said before.</param>
public sealed record PresenceRule(Duration SilentAfter, Duration OfflineAfter)
{
    /// <summary>Silent after 5 minutes, ten positions of the slowest device; offline after 30.</summary>
    public static PresenceRule Default { get; } = new(Duration.FromMinutes(5), Duration.FromMinutes(30));

    /// <summary>The presence of a device.</summary>
    /// <param name="connected">False once it said that it goes or was cut off.</param>
    /// <param name="heardAt">When it was last heard of.</param>
    /// <param name="now">When that is asked.</param>
    public Presence Of(bool connected, Instant? heardAt, Instant now) =>
        !connected || heardAt is not { } heard || now - heard >= OfflineAfter ? Presence.Offline
        : now - heard >= SilentAfter ? Presence.Silent
        : Presence.Online;
}
