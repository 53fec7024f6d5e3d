using System.Net;
using CityOps.Telemetry.Security;

namespace CityOps.Telemetry.Jt808;

/// <summary>How vehicles' terminals reach the engine by JT/T 808 over TCP.</summary>
public sealed class Jt808Options
{
    /// <summary>False if no terminal is taken in by TCP; frames on MQTT are another way.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The address to listen on; loopback by default.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port; 6808 by default, 0 for a free one.</summary>
    public int Port { get; set; } = 6808;

    /// <summary>A terminal that sent no frame for so long is gone; five minutes by default, for heartbeats every one to three.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>So many connections at the same time; a further one is closed at once.</summary>
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>How many messages one terminal may send, with a burst, as a device by MQTT; null for no limit, as in the demo.</summary>
    public LimitOptions? Limits { get; set; }
}
