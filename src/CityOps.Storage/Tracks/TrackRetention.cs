using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>How long tracks are kept.</summary>
internal sealed record TrackRetention(Duration Collectors, Duration Vehicles)
{
    public Duration Of(DeviceKind kind) => kind == DeviceKind.Collector ? Collectors : Vehicles;
}
