using System.Security.Cryptography.X509Certificates;
using CityOps.Engine;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Whether a client's certificate is one of the city's: signed by one of its authorities, valid now, and made for clients (extended
/// key usage, where it has one). What the machine trusts beside that does not count. Thread-safe.
/// </summary>
internal sealed class ClientCertificateCheck(TlsOptions options, TimeProvider clock)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>True if the client may go on: its certificate is good, or it has none and needs none.</summary>
    public bool Allows(X509Certificate? certificate, X509Chain? sent)
    {
        if (certificate is null)
        {
            return !options.RequireClientCertificate;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(options.ClientAuthorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = clock.GetCurrentInstant().ToDateTimeUtc();
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientAuthentication));
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return certificate is X509Certificate2 own && chain.Build(own);
    }
}
