using CityOps.Domain;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>The bounds that a time and a place of a device must keep, whatever format they came in.</summary>
internal static class Plausible
{
    /// <summary>Devices whose clock is not set report 1970 or 1980.</summary>
    public static readonly Instant First = Instant.FromUtc(2000, 1, 1, 0, 0);

    /// <summary>How far a device's clock may be ahead of the engine's.</summary>
    public static readonly Duration Ahead = Duration.FromMinutes(5);

    /// <summary>The fastest speed that is believed, m/s, itself excluded.</summary>
    public const double FasterThanAny = 150;

    private const double NullIslandDegrees = 0.001;

    /// <summary>The refusal of a time, or null for a plausible one.</summary>
    public static Rejection? FaultOf(Instant observedAt, Instant receivedAt, string field) =>
        observedAt < First ? Refusals.BeforeFirst(field)
        : observedAt > receivedAt + Ahead ? Refusals.InFuture(field)
        : null;

    /// <summary>
    /// Converts a place into WGS-84. Refused: coordinates out of range, and places less than 0.001° from 0° N 0° E both
    /// ways (a square of about 220 m), where devices without a position believe to be.
    /// </summary>
    public static Rejection? FaultOf(
        double latitude, double longitude, Datum datum, string latitudeField, string longitudeField, out GeoPoint place)
    {
        if (Math.Abs(latitude) < NullIslandDegrees && Math.Abs(longitude) < NullIslandDegrees)
        {
            place = default;
            return Refusals.NullIsland;
        }

        return datum.TryToWgs84(latitude, longitude, out place) ? null
            : Refusals.OutOfRange(latitude is >= -90 and <= 90 ? longitudeField : latitudeField);
    }
}
