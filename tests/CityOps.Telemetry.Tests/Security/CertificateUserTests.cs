using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityOps.Telemetry.Security;

namespace CityOps.Telemetry.Tests.Security;

public sealed class CertificateUserTests
{
    [Theory]
    [InlineData("vehicles/v0001", "CN=vehicles/v0001")]
    [InlineData("collectors/360102-001", "CN=collectors/360102-001, O=City")]
    [InlineData("gateways/g1", "CN=gateways/g1")]
    [InlineData("vehicles/v0002", "CN=vehicles/v0001", "urn:cityops:vehicles:v0002")]
    [InlineData("vehicles/v0002", "O=City", "https://example.org/", "urn:cityops:vehicles:v0002")]
    [InlineData("vehicles/v0001", "CN=vehicles/v0001", "https://example.org/")]
    [InlineData(null, "CN=Some Name")]
    [InlineData(null, "O=City")]
    [InlineData(null, "CN=vehicles/v0001, CN=vehicles/v0002")]
    [InlineData(null, "CN=vehicles/v0001", "urn:cityops:vehicles:v0002", "urn:cityops:vehicles:v0003")]
    [InlineData(null, "CN=vehicles/v0001", "urn:cityops:lorries:v0002")]
    [InlineData(null, "CN=vehicles/v0001", "urn:cityops:vehicles:v0002:x")]
    [InlineData(null, "CN=vehicles/v0001/x")]
    public void A_certificate_is_that_of_the_one_device_that_it_names(string? expected, string subject, params string[] uris)
    {
        using var certificate = Certificate(subject, uris);

        Assert.Equal(expected is not null, CertificateUser.TryRead(certificate, out var user));
        Assert.Equal(expected, user?.ToString());
    }

    private static X509Certificate2 Certificate(string subject, string[] uris)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (uris.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("device.example.org");
            foreach (var uri in uris)
            {
                names.AddUri(new Uri(uri));
            }

            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
    }
}
