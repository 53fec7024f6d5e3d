using System.Net;
using System.Security.Authentication;
using CityOps.Host.Configuration;
using CityOps.Http;
using CityOps.Http.Webhooks;
using CityOps.Telemetry.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CityOps.Host;

/// <summary>Sets the HTTP server up by the options.</summary>
internal static class HttpServer
{
    // Of those that are under way when the engine is asked to end.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(15);

    /// <summary>Where it listens, and what it bears: a request that comes too slowly or is too large is ended.</summary>
    public static void Configure(KestrelServerOptions kestrel, CityOpsOptions.HttpSection http, TlsOptions? tls)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = CityHttpOptions.BodyLimitBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MaxConcurrentConnections = http.Limits.Connections;
        var late = CutOffWhenLate(kestrel.ApplicationServices.GetRequiredService<IHostApplicationLifetime>());
        kestrel.Listen(IPAddress.Parse(http.Address), http.Port, listen =>
        {
            listen.Use(next => async connection =>
            {
                await using var cut = late.Register(connection.Abort);
                await next(connection);
            });
            if (tls is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = tls.Certificate,
                    ServerCertificateChain = tls.Chain,
                    SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    HandshakeTimeout = TimeSpan.FromSeconds(10),
                });
            }
        });
    }

    /// <summary>Cancelled when requests have had their time to come to an end: the engine needs some too before the process ends.</summary>
    private static CancellationToken CutOffWhenLate(IHostApplicationLifetime lifetime)
    {
        var late = new CancellationTokenSource();
        lifetime.ApplicationStopping.Register(() => late.CancelAfter(LongestRequest));
        return late.Token;
    }

    /// <summary>How the interface behaves; the demonstration is open and without limits.</summary>
    public static CityHttpOptions OptionsOf(CityOpsOptions options, bool demo)
    {
        var http = options.Http;
        return new CityHttpOptions
        {
            Demo = demo,
            Origins = HttpCheck.OriginsOf(http),
            Limits = demo ? null : new CallLimits(http.Limits.CallsPerSecond, http.Limits.FailuresPerSecond, http.Limits.BurstSeconds),
            Jwt = http.Jwt.Authority.Length == 0 ? null : new JwtOptions(http.Jwt.Authority, http.Jwt.Audience)
            {
                IdClaim = http.Jwt.IdClaim,
                RolesClaim = http.Jwt.RolesClaim,
                JurisdictionClaim = http.Jwt.JurisdictionClaim,
                DepartmentClaim = http.Jwt.DepartmentClaim,
            },
            StreamReaders = http.StreamReaders,
            StreamReadersPerCaller = http.StreamReadersPerCaller,
            Webhooks = new WebhookOptions
            {
                Hosts = options.Webhooks.Hosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                PrivateTargets = demo || options.Webhooks.PrivateTargets,
            },
        };
    }
}
