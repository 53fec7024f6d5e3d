using System.Net;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Mqtt.External;
using CityOps.Telemetry.Security;

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

    /// <summary>Of how many messages with positions there are spans, 0 to 1, while spans are recorded at all; none by default.</summary>
    public double TracedPositions { get; set; }

    /// <summary>Where the secret lies from which terminals' codes are made; <c>data</c> by default.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Terminals by TCP.</summary>
    public Jt808Options Jt808 { get; set; } = new();

    /// <summary>Who may connect; null for everyone, as in the demo.</summary>
    public SecurityOptions? Security { get; set; }

    /// <summary>The city's own broker; null for the embedded one.</summary>
    public ExternalBrokerOptions? External { get; set; }
}
