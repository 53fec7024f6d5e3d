using System.Net;
using System.Net.Sockets;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Host.City;
using CityOps.Host.Configuration;
using CityOps.Host.Health;
using CityOps.Http;
using CityOps.Storage;
using CityOps.Telemetry;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpenTelemetry.Metrics;

namespace CityOps.Host;

/// <summary>The composition root: reads options and city, puts the parts together, runs.</summary>
internal static class RunCommand
{
    /// <summary>Runs until the process is asked to stop.</summary>
    /// <returns>0 after a clean end, 1 if it could not start, 2 for a fault in options or city.</returns>
    public static async Task<int> RunAsync(
        bool demo, string? configFile, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var file = configFile ?? ConfigFile.Find();
        if (configFile is not null && !File.Exists(configFile))
        {
            return Fail([$"{configFile}: there is no such file."]);
        }

        var (options, faults) = OptionsReader.Read(file, arguments);
        if (faults.Count > 0)
        {
            return Fail(faults);
        }

        if (!demo && options.Clock.Offset != TimeSpan.Zero)
        {
            return Fail(["CityOps:Clock:Offset is set, but a city's engine goes by the machine's clock. Leave it out, or add --demo."]);
        }

        var directory = CityPath(options.City, file);
        Console.WriteLine($"Reading the city {directory} …");
        var check = CityDirectory.Load(directory);
        if (check.City is not { } city)
        {
            CheckReport.Write(directory, check, Console.Error);
            return ExitCode.WrongInput;
        }

        try
        {
            await using var app = Build(options, city, demo);
            // Opens the store first: if it cannot be used, nothing else should start.
            _ = app.Services.GetRequiredService<IJournalReader>();
            CheckClusterPort(options.Cluster);
            await StartAsync(app, cancel);
            Announce(app, options, city, demo);
            await app.WaitForShutdownAsync(cancel);
            return 0;
        }
        catch (Exception e) when (e is IOException or StorageException)
        {
            await Console.Error.WriteLineAsync($"CityOps cannot start: {e.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>Akka would tell of a taken port in pages of nested exceptions.</summary>
    private static void CheckClusterPort(CityOpsOptions.ClusterSection cluster)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Parse(cluster.Address), cluster.Port);
            probe.Start();
        }
        catch (SocketException e)
        {
            throw new IOException($"The cluster cannot listen on {cluster.Address}:{cluster.Port}: {e.Message}.", e);
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
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

    private static WebApplication Build(CityOpsOptions options, CityConfiguration city, bool demo)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "cityops" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Listen(IPAddress.Parse(options.Http.Address), options.Http.Port);
        });
        builder.Logging
            .AddSimpleConsole(c =>
            {
                c.SingleLine = true;
                c.TimestampFormat = "HH:mm:ss.fff ";
            })
            .AddFilter("Microsoft", LogLevel.Warning)
            // A start that fails is told by this program, in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("Akka", LogLevel.Warning)
            .AddFilter("CityOps", LogLevel.Information);
        builder.Services
            .AddRouting()
            .AddMetrics()
            .AddSingleton<TimeProvider>(new OffsetClock(options.Clock.Offset))
            .AddSingleton(city)
            .AddSingleton(_ => new GridIndex(city.UnitGrids.Values))
            .AddSingleton<IRefusals, Refusals>()
            .AddCityOpsStorage(new StorageOptions
            {
                DataDirectory = Path.GetFullPath(options.DataDirectory),
                ConnectionString = options.Storage.ConnectionString,
                NoticeWindow = options.Engine.NoticeWindow,
            })
            .AddCityOpsEngine(new EngineOptions
            {
                Host = options.Cluster.Address,
                Port = options.Cluster.Port,
                PassivateAfter = options.Engine.PassivateAfter,
            })
            .AddCityOpsTelemetry(new TelemetryOptions
            {
                Address = IPAddress.Parse(options.Mqtt.Address),
                Port = options.Mqtt.Port,
                MaxPayload = options.Mqtt.MaxPayload,
                AcceptUnknownDevices = demo,
            })
            .AddCityOpsHttp(new CityHttpOptions { Demo = demo });
        builder.Services.AddHealthChecks().AddCheck<JournalHealth>("journal").AddCheck<DeadlineHealth>("deadlines");
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter("CityOps.*").AddPrometheusExporter());
        var app = builder.Build();
        app.UseRouting();
        app.MapCityOps();
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    private static void Announce(WebApplication app, CityOpsOptions options, CityConfiguration city, bool demo)
    {
        var addresses = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.WriteLine(
            $"CityOps is ready: {city.Name.En} ({city.Id}, {city.Version}){(demo ? ", open access for a demonstration" : "")}");
        Console.WriteLine($"  HTTP  {string.Join(", ", addresses)}");
        Console.WriteLine($"  MQTT  {options.Mqtt.Address}:{options.Mqtt.Port}");
        Console.WriteLine($"  Data  {Path.GetFullPath(options.DataDirectory)}");
    }

    private static int Fail(IReadOnlyList<string> faults)
    {
        foreach (var fault in faults)
        {
            Console.Error.WriteLine(fault);
        }

        return ExitCode.WrongInput;
    }

    /// <summary>A city's directory: from here if it is there, else from the directory above that of the options file.</summary>
    public static string CityPath(string city, string? config)
    {
        if (Path.IsPathRooted(city) || Directory.Exists(city) || config is null)
        {
            return city;
        }

        var root = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(config)));
        return Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(root ?? ".", city));
    }
}
