using System.Net;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Host.Configuration;
using CityOps.Host.Health;
using CityOps.Host.Signals;
using CityOps.Http;
using CityOps.Storage;
using CityOps.Storage.Files;
using CityOps.Telemetry;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Mqtt.External;
using CityOps.Telemetry.Security;
using NodaTime;
using OpenTelemetry.Metrics;

namespace CityOps.Host;

/// <summary>The composition root: puts the parts together.</summary>
internal static class Composition
{
    /// <summary>How long the engine may take to end in order; what supervises it waits for longer (<c>config/deploy</c>).</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(75);

    /// <summary>The whole engine, which has not started.</summary>
    /// <param name="options">Every option.</param>
    /// <param name="city">The city.</param>
    /// <param name="demo">True for open access.</param>
    /// <param name="clock">The one clock; it also has all timers.</param>
    /// <param name="logs">Says where logs go.</param>
    /// <param name="tls">The way in for devices on the network; null for none.</param>
    /// <param name="broker">The city's own broker; null for the embedded one.</param>
    /// <param name="https">The certificate of HTTP; null for plain HTTP.</param>
    /// <param name="bucket">Where files are; null for the data directory.</param>
    /// <param name="nodes">By what nodes know each other; null for nothing.</param>
    public static WebApplication Build(
        CityOpsOptions options, CityConfiguration city, bool demo, TimeProvider clock, Action<ILoggingBuilder> logs,
        TlsOptions? tls = null, ExternalBrokerOptions? broker = null, TlsOptions? https = null, BucketOptions? bucket = null,
        NodeTls? nodes = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "cityops" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(k => HttpServer.Configure(k, options.Http, https));
        logs(builder.Logging);
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop)
            .AddRouting()
            .AddMetrics()
            .AddSingleton(clock)
            .AddSingleton(city)
            .AddSingleton(_ => new GridIndex(city.UnitGrids.Values))
            .AddSingleton<IRefusals, Refusals>()
            .AddSingleton(new PresenceRule(
                Duration.FromTimeSpan(options.Engine.SilentAfter), Duration.FromTimeSpan(options.Engine.OfflineAfter)))
            .AddCityOpsStorage(new StorageOptions
            {
                DataDirectory = Path.GetFullPath(options.DataDirectory),
                ConnectionString = options.Storage.ConnectionString,
                Node = options.Cluster.Node,
                NoticeWindow = options.Engine.NoticeWindow,
                KeepCollectorTracks = options.Tracks.KeepCollectors,
                KeepVehicleTracks = options.Tracks.KeepVehicles,
                KeepAccessLog = options.Http.KeepAccessLog,
                Files = LimitsOf(options.Files),
                Bucket = bucket,
            })
            .AddCityOpsEngine(new EngineOptions
            {
                Address = options.Cluster.Address,
                Host = options.Cluster.Host.Length == 0 ? null : options.Cluster.Host,
                Port = options.Cluster.Port,
                Tls = nodes,
                Roles = ClusterCheck.RolesOf(options.Cluster),
                PassivateAfter = options.Engine.PassivateAfter,
            })
            .AddCityOpsTelemetry(new TelemetryOptions
            {
                Address = IPAddress.Parse(options.Mqtt.Address),
                Port = options.Mqtt.Port,
                MaxPayload = options.Mqtt.MaxPayload,
                AcceptUnknownDevices = demo,
                TracedPositions = options.Tracing.Endpoint.Length > 0 ? options.Tracing.PositionRatio : 0,
                DataDirectory = Path.GetFullPath(options.DataDirectory),
                Jt808 = new Jt808Options
                {
                    Enabled = options.Jt808.Enabled,
                    Address = IPAddress.Parse(options.Jt808.Address),
                    Port = options.Jt808.Port,
                    IdleTimeout = options.Jt808.IdleTimeout,
                    MaxConnections = options.Jt808.MaxConnections,
                    Limits = demo ? null : LimitsOf(options.Mqtt.Limits),
                },
                // Devices log in at the city's own broker where there is one.
                Security = demo || broker is not null ? null : Security(options, tls),
                External = broker,
            })
            .AddCityOpsHttp(HttpServer.OptionsOf(options, demo));
        builder.Services.AddHealthChecks().AddCheck<JournalHealth>("journal").AddCheck<DeadlineHealth>("deadlines")
            .AddTypeActivatedCheck<ListsHealth>("lists", options.Engine.ListsBehind).AddCheck<BrokerHealth>("broker");
        builder.Services.AddOpenTelemetry().WithMetrics(m => m
            .AddMeter("CityOps.*", "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddPrometheusExporter());
        builder.Services.AddCityTracing(options.Tracing);
        var app = builder.Build();
        Certificates.Watch(app.Services, tls, https, nodes, broker?.Tls);
        app.UseRouting();
        app.MapCityOps();
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    private static FileLimits LimitsOf(FilesSection files) => new()
    {
        MaxPicture = files.MaxPicture,
        MaxVideo = files.MaxVideo,
        MaxPixels = files.MaxPixels,
        OpenUploads = files.OpenUploads,
        BytesPerDay = files.MegabytesPerDay * 1024L * 1024L,
        UploadExpiry = files.UploadExpiry,
        KeepUnnamed = files.KeepUnnamed,
    };

    private static SecurityOptions Security(CityOpsOptions options, TlsOptions? tls) => new()
    {
        Quarantine = options.Devices.Unknown == "quarantine",
        Tls = tls,
        Limits = LimitsOf(options.Mqtt.Limits),
    };

    private static LimitOptions LimitsOf(CityOpsOptions.LimitsSection limits) => new()
    {
        MessagesPerSecond = limits.MessagesPerSecond,
        GatewayMessagesPerSecond = limits.GatewayMessagesPerSecond,
        BurstSeconds = limits.BurstSeconds,
        Connections = limits.Connections,
        ConnectionsPerUser = limits.ConnectionsPerUser,
    };

    /// <summary>Starts it; what did start ends in order where something could not.</summary>
    public static async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
        // Also what starts and does not look at its token, such as a node that finds no way in.
        await using var stopping = cancel.Register(app.Lifetime.StopApplication);
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            // What did start must end in order: it still has something to write.
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
