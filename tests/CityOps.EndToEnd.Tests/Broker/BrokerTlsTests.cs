using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CityOps.EndToEnd.Tests.Broker;

/// <summary>The engine at a broker that speaks TLS and asks for certificates.</summary>
public sealed class BrokerTlsTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-broker-tls-");

    public void Dispose() => _home.Delete(recursive: true);

    [SkippableFact]
    public async Task The_engine_shows_who_it_is_and_trusts_the_citys_authority_alone()
    {
        using var authority = Authority("city");
        using var stranger = Authority("stranger");
        var ca = FileOf("ca.pem", authority.ExportCertificatePem());
        var (server, serverKey) = Issue(authority, "broker");
        var (engine, engineKey) = Issue(authority, "engine");
        await using var city = CityBroker.Create(
            $"cafile {ca}", $"certfile {server}", $"keyfile {serverKey}", "require_certificate true");
        await city.Broker.StartAsync();

        string[] asItself =
        [
            .. city.Engine.Further, "--CityOps:Mqtt:External:Tls:Enabled=true",
            $"--CityOps:Mqtt:External:Tls:Certificate={engine}", $"--CityOps:Mqtt:External:Tls:Key={engineKey}",
        ];
        var strangers = FileOf("stranger.pem", stranger.ExportCertificatePem());
        city.Engine.Further = [.. asItself, $"--CityOps:Mqtt:External:Tls:Ca={strangers}"];
        await city.Engine.StartAsync();
        await city.HealthAsync("degraded", "certificate");
        city.Engine.Kill();

        city.Engine.Further = [.. asItself, $"--CityOps:Mqtt:External:Tls:Ca={ca}"];
        await city.Engine.StartAsync();
        await city.ReachedAsync();
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Files of a certificate and its key, for a server or a client at 127.0.0.1.</summary>
    private (string Certificate, string Key) Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, (byte)name[0]]);
        return (FileOf($"{name}.pem", certificate.ExportCertificatePem()), FileOf($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string FileOf(string name, string text)
    {
        var file = Path.Combine(_home.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
