using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityOps.Host.Configuration;

namespace CityOps.Host.Tests.Configuration;

/// <summary>What the options of the city's own broker may be.</summary>
public sealed class ExternalBrokerReaderTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-broker-options-");
    private readonly CityOpsOptions.ExternalSection _options = new() { Host = "broker.city" };

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void Without_a_host_there_is_none()
    {
        _options.Host = "";

        var (broker, faults) = ExternalBrokerReader.Read(_options);

        Assert.Null(broker);
        Assert.Empty(faults);
    }

    [Fact]
    public void The_password_is_the_line_of_its_file()
    {
        (_options.User, _options.PasswordFile) = ("cityops", FileOf("se cret\r\n"));

        var (broker, faults) = ExternalBrokerReader.Read(_options);

        Assert.Empty(faults);
        Assert.Equal(("cityops", "se cret"), (broker?.User, broker?.Password));
        Assert.Null(broker?.Tls);
    }

    [Fact]
    public void Certificates_are_read_from_their_files()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=cityops", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _options.Tls = new CityOpsOptions.ExternalTlsSection
        {
            Enabled = true,
            Ca = FileOf(certificate.ExportCertificatePem()),
            Certificate = FileOf(certificate.ExportCertificatePem()),
            Key = FileOf(key.ExportPkcs8PrivateKeyPem()),
        };

        var (broker, faults) = ExternalBrokerReader.Read(_options);

        Assert.Empty(faults);
        Assert.Equal(certificate.Thumbprint, broker?.Tls?.Authorities.Single().Thumbprint);
        Assert.True(broker?.Tls?.Certificate?.HasPrivateKey);
    }

    [Theory]
    [InlineData("Port", 0)]
    [InlineData("Port", 65_536)]
    [InlineData("Consumers", 0)]
    [InlineData("Consumers", 17)]
    [InlineData("ReceiveMaximum", 0)]
    [InlineData("ReceiveMaximum", 65_536)]
    public void A_number_out_of_its_range_is_a_fault(string option, int value)
    {
        Set(option, value);

        Assert.Contains($"CityOps:Mqtt:External:{option} is {value}", Assert.Single(FaultsOf()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Consumers", 1)]
    [InlineData("Consumers", 16)]
    [InlineData("ReceiveMaximum", 1)]
    [InlineData("ReceiveMaximum", 65_535)]
    public void A_number_at_the_end_of_its_range_is_none(string option, int value)
    {
        Set(option, value);

        Assert.Empty(FaultsOf());
    }

    [Theory]
    [InlineData("Host", "mqtt://broker")]
    [InlineData("Host", "broker:1883")]
    [InlineData("Group", "")]
    [InlineData("Group", "city/ops")]
    [InlineData("Group", "city#")]
    public void A_text_of_the_wrong_form_is_a_fault(string option, string value)
    {
        Set(option, value);

        Assert.StartsWith($"CityOps:Mqtt:External:{option} is '{value}'", Assert.Single(FaultsOf()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_holds_something_else_is_a_fault_of_its_option()
    {
        var text = FileOf("no certificate");
        _options.User = "cityops";
        _options.PasswordFile = Path.Combine(_home.FullName, "nowhere");
        _options.Tls = new CityOpsOptions.ExternalTlsSection { Enabled = true, Ca = text, Certificate = text };

        Assert.Equal(
            ["PasswordFile", "Tls:Ca", "Tls:Certificate"],
            FaultsOf().Select(f => f["CityOps:Mqtt:External:".Length..f.IndexOf(" is ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void An_option_without_the_one_that_it_belongs_to_is_a_fault()
    {
        (_options.Host, _options.User, _options.Tls.Ca) = ("", "cityops", "ca.pem");

        Assert.Equal(
            ["CityOps:Mqtt:External:User is set", "CityOps:Mqtt:External:Tls:Ca is set"], FaultsOf().Select(f => f.Split(',')[0]));
    }

    private IReadOnlyList<string> FaultsOf()
    {
        var (broker, faults) = ExternalBrokerReader.Read(_options);
        Assert.Equal(faults.Count > 0, broker is null);
        return faults;
    }

    private void Set(string option, object value) => typeof(CityOpsOptions.ExternalSection).GetProperty(option)?.SetValue(_options, value);

    private string FileOf(string text)
    {
        var file = Path.Combine(_home.FullName, $"{Guid.NewGuid():N}.txt");
        File.WriteAllText(file, text);
        return file;
    }
}
