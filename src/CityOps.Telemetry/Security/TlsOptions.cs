using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CityOps.Telemetry.Security;

/// <summary>The TLS listener of the broker, with everything read from its files.</summary>
public sealed class TlsOptions
{
    /// <summary>The address that it listens on; any, since everyone has to log in.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>The server's certificate, with its key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>What leads from it to an authority that clients know.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>The authorities that sign the certificates of devices; empty where devices log in by password alone.</summary>
    public X509Certificate2Collection ClientAuthorities { get; init; } = [];

    /// <summary>True if a device without a certificate is not let in.</summary>
    public bool RequireClientCertificate { get; init; }
}
