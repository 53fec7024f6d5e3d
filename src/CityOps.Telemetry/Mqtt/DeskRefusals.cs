using CityOps.Domain;

namespace CityOps.Telemetry.Mqtt;

/// <summary>Refusals of messages that are well formed.</summary>
internal static class DeskRefusals
{
    public static readonly Rejection UnknownDevice = new(
        RejectionKind.Forbidden, "device.unknown", "The city has not registered this device.");

    public static readonly Rejection OutsideCity = new(
        RejectionKind.Invalid, "place.outsideCity", "The place lies in no unit grid of the city.");
}
