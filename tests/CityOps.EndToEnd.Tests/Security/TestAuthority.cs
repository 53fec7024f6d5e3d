using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>An authority made for a test, and what it signs.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    /// <summary>A server's certificate for localhost, and its key, as PEM.</summary>
    public (string Certificate, string Key) Server(int fromDay = -1, int toDay = 10)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign("CN=localhost", key, "1.3.6.1.5.5.7.3.1", names => names.AddDnsName("localhost"), fromDay, toDay);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A device's certificate with its key.</summary>
    public X509Certificate2 Client(string commonName, params string[] uris)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign($"CN={commonName}", key, "1.3.6.1.5.5.7.3.2", names =>
        {
            foreach (var uri in uris)
            {
                names.AddUri(new Uri(uri));
            }
        });
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }

    private X509Certificate2 Sign(
        string subject, ECDsa key, string usage, Action<SubjectAlternativeNameBuilder> names, int fromDay = -1, int toDay = 10)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var alternative = new SubjectAlternativeNameBuilder();
        names(alternative);
        alternative.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(alternative.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        return request.Create(Certificate, Now.AddDays(fromDay), Now.AddDays(toDay), RandomNumberGenerator.GetBytes(8));
    }
}
