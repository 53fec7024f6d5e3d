using System.Net;
using CityOps.Telemetry.Mqtt.External;

namespace CityOps.Telemetry;

/// <summary>How devices reach the engine.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The address that the embedded broker listens on; loopback by default.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port of the embedded broker; 1883 by default, 0 for a free one.</summary>
    public int Port { get; set; } = 1883;

    /// <summary>True if devices that the city does not know may send, as in the demo; otherwise they are refused.</summary>
    public bool AcceptUnknownDevices { get; set; }

    /// <summary>The largest payload that is looked at, in bytes; 128 KiB by default, an array of 1,000 fixes.</summary>
    public int MaxPayload { get; set; } = 128 * 1024;

    /// <summary>The city's own broker; null for the embedded one.</summary>
    public ExternalBrokerOptions? External { get; set; }
}
