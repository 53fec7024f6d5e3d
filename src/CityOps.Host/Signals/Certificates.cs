using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using CityOps.Engine;
using CityOps.Telemetry.Mqtt.External;
using CityOps.Telemetry.Security;
using NodaTime;

namespace CityOps.Host.Signals;

/// <summary>For how long this node's certificates hold: on the meter <c>CityOps.Host</c>, and in the log where one ends soon.</summary>
internal static class Certificates
{
    private static readonly Duration Soon = Duration.FromDays(30);

    /// <summary>
    /// Tells of those that are there. Each holds until the first ends of what the start asks to be valid: itself, those between it and its
    /// authority, and the authorities of who connects.
    /// </summary>
    /// <param name="services">With the clock, the log and the meters.</param>
    /// <param name="mqtt">That of the way in for devices.</param>
    /// <param name="http">That of HTTP.</param>
    /// <param name="cluster">That by which nodes know this one.</param>
    /// <param name="broker">That by which the city's own broker knows the engine.</param>
    public static void Watch(IServiceProvider services, TlsOptions? mqtt, TlsOptions? http, NodeTls? cluster, ExternalBrokerTls? broker)
    {
        var ends = new Dictionary<string, Instant>();
        Add("mqtt", AllOf(mqtt));
        Add("http", AllOf(http));
        Add("cluster", cluster is null ? [] : [cluster.Certificate, .. cluster.Authorities]);
        Add("broker", broker?.Certificate is { } shown ? [shown] : []);

        var clock = services.GetRequiredService<TimeProvider>();
        var meter = services.GetRequiredService<IMeterFactory>().Create("CityOps.Host");
        meter.CreateObservableGauge("cityops.certificate.ends", Left, "s", "For how long a certificate of this node still holds; below zero, it has ended.");
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Host");
        foreach (var (name, end) in ends.Where(e => e.Value - clock.GetCurrentInstant() < Soon))
        {
            logger.CertificateEnds(name, end);
        }

        void Add(string name, X509Certificate2[] all)
        {
            if (all.Length > 0)
            {
                ends[name] = all.Min(c => Instant.FromDateTimeUtc(c.NotAfter.ToUniversalTime()));
            }
        }

        IEnumerable<Measurement<double>> Left() => ends.Select(e => new Measurement<double>(
            (e.Value - clock.GetCurrentInstant()).TotalSeconds, new KeyValuePair<string, object?>("certificate", e.Key)));
    }

    private static X509Certificate2[] AllOf(TlsOptions? tls) => tls is null ? [] : [tls.Certificate, .. tls.Chain, .. tls.ClientAuthorities];
}
