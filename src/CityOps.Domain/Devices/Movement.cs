using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Devices;

/// <summary>Whether a device moves.</summary>
public enum Motion
{
    /// <summary>It was not followed for long enough.</summary>
    Unknown,

    /// <summary>It moves, or stands for less than <see cref="Movement.StopAfter"/>.</summary>
    Moving,

    /// <summary>It stands.</summary>
    Stopped,
}

/// <summary>
/// How a device moves: a stop is a time within a radius and not a slow fix, since a receiver that stands reports small speeds and
/// places that wander. The default is that of a device without a fix.
/// </summary>
/// <param name="Place">The place around which it is.</param>
/// <param name="Since">When it came there.</param>
/// <param name="Motion">Whether it moves.</param>
/// <param name="IsAstray">True if it stands, but the newest fix was elsewhere: a second one there ends the stop.</param>
public readonly record struct Movement(GeoPoint Place, Instant Since, Motion Motion, bool IsAstray)
{
    /// <summary>How far around the place a device that stands may be reported.</summary>
    public static readonly Length Radius = Length.FromMetres(50);

    /// <summary>How long it must be within the radius before it is taken to stand.</summary>
    public static readonly Duration StopAfter = Duration.FromMinutes(3);

    /// <summary>When the stop began; null while it moves.</summary>
    public Instant? StoppedSince => Motion == Motion.Stopped ? Since : null;

    /// <summary>The movement after a further fix. One that is less accurate than the radius says nothing.</summary>
    public Movement Next(in Fix fix)
    {
        if (fix.Accuracy > Radius)
        {
            return this;
        }

        if (Since == default)
        {
            return new Movement(fix.Place, fix.ObservedAt, Motion.Unknown, false);
        }

        if (Place.DistanceTo(fix.Place) <= Radius)
        {
            return fix.ObservedAt - Since >= StopAfter
                ? this with { Motion = Motion.Stopped, IsAstray = false }
                : this;
        }

        return Motion == Motion.Stopped && !IsAstray
            ? this with { IsAstray = true }
            : new Movement(fix.Place, fix.ObservedAt, Motion.Moving, false);
    }
}
