using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NodaTime;

namespace CityOps.Telemetry.Security;

/// <summary>What the configuration says of the TLS listener: paths of PEM files, empty where there is none.</summary>
/// <param name="Address">The address to listen on.</param>
/// <param name="Port">The port.</param>
/// <param name="Certificate">The server's certificate, and those between it and its authority.</param>
/// <param name="Key">Its key; empty where it stands in the same file.</param>
/// <param name="ClientCa">The authorities that sign devices' certificates.</param>
/// <param name="RequireClientCertificate">True if a device must have one.</param>
public sealed record TlsFiles(
    IPAddress Address, int Port, string Certificate, string Key, string ClientCa, bool RequireClientCertificate)
{
    /// <summary>What the options are below; for the faults.</summary>
    public string Option { get; init; } = "CityOps:Mqtt:Tls:";

    /// <summary>Reads the files.</summary>
    /// <param name="now">A certificate that is not valid at this time is a fault.</param>
    /// <returns>The options, null where TLS is not configured; and everything that is wrong, by option.</returns>
    public (TlsOptions? Options, IReadOnlyList<string> Faults) Read(Instant now)
    {
        var faults = new List<string>();
        if (Certificate.Length == 0)
        {
            if (Key.Length + ClientCa.Length > 0 || RequireClientCertificate)
            {
                faults.Add($"{Option}Certificate is empty, but other options of TLS are set. Name the server's certificate.");
            }

            return (null, faults);
        }

        var (certificate, chain) = ReadCertificate(now, faults);
        var authorities = ReadAuthorities(now, faults);
        if (RequireClientCertificate && ClientCa.Length == 0)
        {
            faults.Add($"{Option}RequireClientCertificate is true, but {Option}ClientCa names no authority that signs them.");
        }

        return certificate is null || faults.Count > 0
            ? (null, faults)
            : (new TlsOptions
            {
                Address = Address,
                Port = Port,
                Certificate = certificate,
                Chain = chain,
                ClientAuthorities = authorities,
                RequireClientCertificate = RequireClientCertificate,
            }, faults);
    }

    private (X509Certificate2? Certificate, X509Certificate2Collection Chain) ReadCertificate(Instant now, List<string> faults)
    {
        var chain = ReadAll("Certificate", Certificate, now, faults);
        if (chain.Count == 0)
        {
            return (null, chain);
        }

        try
        {
            var own = X509Certificate2.CreateFromPemFile(Certificate, Key.Length == 0 ? Certificate : Key);
            chain.RemoveAt(0);
            return (own, chain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // The message of the library may hold a part of the file; it is a key.
            faults.Add($"{Option}Key: {(Key.Length == 0 ? Certificate : Key)} is not the key of {Certificate}, or cannot be read.");
            return (null, chain);
        }
    }

    private X509Certificate2Collection ReadAuthorities(Instant now, List<string> faults)
    {
        if (ClientCa.Length == 0)
        {
            return [];
        }

        var authorities = ReadAll("ClientCa", ClientCa, now, faults);
        if (authorities.Any(a => !a.Extensions.OfType<X509BasicConstraintsExtension>().Any(c => c.CertificateAuthority)))
        {
            faults.Add($"{Option}ClientCa: a certificate in {ClientCa} is not that of an authority.");
        }

        return authorities;
    }

    private X509Certificate2Collection ReadAll(string option, string path, Instant now, List<string> faults)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"{Option}{option}: {path} cannot be read: {e.Message}");
            return found;
        }

        if (found.Count == 0)
        {
            faults.Add($"{Option}{option}: there is no certificate in {path}. It has to be a PEM file.");
        }

        foreach (var certificate in found)
        {
            var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            var at = now.ToDateTimeUtc();
            if (at < from || at > to)
            {
                faults.Add($"{Option}{option}: {path} has a certificate of '{certificate.Subject}' that is valid from "
                    + $"{from:yyyy-MM-dd HH:mm}Z to {to:yyyy-MM-dd HH:mm}Z, not now.");
            }
        }

        return found;
    }
}
