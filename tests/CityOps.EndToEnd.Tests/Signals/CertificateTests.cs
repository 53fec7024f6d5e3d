using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityOps.EndToEnd.Tests.Security;
using CityOps.Engine;
using CityOps.Host.Signals;
using CityOps.Telemetry.Mqtt.External;
using CityOps.Telemetry.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.EndToEnd.Tests.Signals;

/// <summary>What is told of certificates that end, on a clock that stands until it is set.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly WholeLog _log = new();
    private readonly ServiceProvider _services;

    public CertificateTests() => _services = new ServiceCollection()
        .AddMetrics()
        .AddLogging(logs => logs.AddProvider(_log))
        .AddSingleton<TimeProvider>(_clock)
        .BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Each_that_is_there_holds_until_the_first_ends_of_what_belongs_to_it()
    {
        var mqtt = Tls(Ending(40), chain: Ending(20), clients: Ending(90));
        var cluster = new NodeTls(Ending(60), new X509Certificate2Collection(Ending(50)));
        var broker = new ExternalBrokerTls(new X509Certificate2Collection(Ending(5)), Ending(70));

        Certificates.Watch(_services, mqtt, http: null, cluster, broker);

        Assert.Equal(new Dictionary<string, double> { ["mqtt"] = 20, ["cluster"] = 50, ["broker"] = 70 }, DaysLeft());
        _clock.Advance(TimeSpan.FromDays(21));
        Assert.Equal(new Dictionary<string, double> { ["mqtt"] = -1, ["cluster"] = 29, ["broker"] = 49 }, DaysLeft());
    }

    [Fact]
    public void Without_certificates_nothing_is_told()
    {
        Certificates.Watch(_services, mqtt: null, http: null, cluster: null, broker: null);

        Assert.Empty(DaysLeft());
        Assert.Empty(_log.ToString());
    }

    [Theory]
    [InlineData(29, "Warning: A certificate for http ends at 2026-03-30T00:00:00Z: put another in its place, then restart.")]
    [InlineData(30, "")]
    public void One_that_ends_within_thirty_days_is_a_line_of_the_log(int days, string line)
    {
        Certificates.Watch(_services, mqtt: null, Tls(Ending(days)), cluster: null, broker: null);

        Assert.Equal(line, _log.ToString().Trim());
    }

    private static TlsOptions Tls(X509Certificate2 certificate, X509Certificate2? chain = null, X509Certificate2? clients = null) => new()
    {
        Address = IPAddress.Loopback,
        Port = 8883,
        Certificate = certificate,
        Chain = chain is null ? [] : new X509Certificate2Collection(chain),
        ClientAuthorities = clients is null ? [] : new X509Certificate2Collection(clients),
    };

    private static X509Certificate2 Ending(int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(days));
    }

    /// <summary>What the metric says, in days.</summary>
    private Dictionary<string, double> DaysLeft()
    {
        var told = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                // Engines of other tests have the same meter under a factory of their own.
                if (instrument.Name == "cityops.certificate.ends" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => told[$"{tags[0].Value}"] = seconds / 86_400);
        listener.Start();
        listener.RecordObservableInstruments();
        return told;
    }
}
