using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;

namespace CityOps.Engine.Cluster;

/// <summary>TLS between nodes. Who has a certificate of the city's authority is a node; nobody else gets as far as a message.</summary>
internal static class NodeCertificates
{
    public static DotNettySslSetup Setup(NodeTls tls) => new(
        tls.Certificate,
        suppressValidation: false,
        requireMutualAuthentication: true,
        customValidator: (certificate, _, _, _, _) => certificate is not null && IsOurs(certificate, tls.Authorities));

    private static bool IsOurs(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
