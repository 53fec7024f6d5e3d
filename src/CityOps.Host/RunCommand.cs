using System.Net;
using System.Net.Sockets;
using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Host.City;
using CityOps.Host.Configuration;
using CityOps.Host.Signals;
using CityOps.Storage;
using CityOps.Telemetry.Security;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CityOps.Host;

/// <summary><c>cityops run</c>: reads options and city, and runs what <see cref="Composition"/> puts together.</summary>
internal static class RunCommand
{
    /// <summary>Runs until the process is asked to stop.</summary>
    /// <returns>0 after a clean end, 1 if it could not start or its data were taken by another, 2 for a fault in options or city.</returns>
    public static async Task<int> RunAsync(
        bool demo, string? file, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var (options, faults) = OptionsReader.Read(file, arguments);
        if (faults.Count > 0)
        {
            return Fail(faults);
        }

        if (!demo && options.Clock.Offset != TimeSpan.Zero)
        {
            return Fail(["CityOps:Clock:Offset is set, but a city's engine goes by the machine's clock. Leave it out, or add --demo."]);
        }

        var (broker, brokerFaults) = ExternalBrokerReader.Read(options.Mqtt.External);
        var (bucket, bucketFaults) = BucketReader.Read(options.Files.Bucket);
        if (brokerFaults.Count + bucketFaults.Count > 0)
        {
            return Fail([.. brokerFaults, .. bucketFaults]);
        }

        var clock = new OffsetClock(options.Clock.Offset);
        var files = options.Mqtt.Tls;
        var (tls, tlsFaults) = new TlsFiles(
            IPAddress.Parse(files.Address), files.Port, files.Certificate, files.Key, files.ClientCa, files.RequireClientCertificate)
            .Read(clock.GetCurrentInstant());
        if (demo && files.Certificate.Length > 0)
        {
            return Fail(["CityOps:Mqtt:Tls:Certificate is set, but the demonstration is open and on loopback alone. Leave out --demo or TLS."]);
        }

        if (broker is not null && files.Certificate.Length > 0)
        {
            return Fail(["CityOps:Mqtt:Tls:Certificate is set, but devices connect to the broker that CityOps:Mqtt:External:Host names. Leave out one of them."]);
        }

        var (https, httpsFaults) = new TlsFiles(
            IPAddress.Parse(options.Http.Address), options.Http.Port, options.Http.Tls.Certificate, options.Http.Tls.Key, "", false)
        {
            Option = "CityOps:Http:Tls:",
        }.Read(clock.GetCurrentInstant());
        var (nodes, nodeFaults) = ClusterCheck.ReadTls(options.Cluster, clock.GetCurrentInstant());
        IReadOnlyList<string> wrong = [.. tlsFaults, .. httpsFaults, .. nodeFaults, .. demo ? HttpCheck.FaultsOfDemo(options.Http) : []];
        if (wrong.Count > 0)
        {
            return Fail(wrong);
        }

        var directory = CityPath(options.City, file);
        if (!Logs.IsJson(options.Logs))
        {
            Console.WriteLine($"Reading the city {directory} …");
        }

        var check = CityDirectory.Load(directory);
        if (check.City is not { } city)
        {
            CheckReport.Write(directory, check, Console.Error);
            return ExitCode.WrongInput;
        }

        try
        {
            await using var app = Composition.Build(
                options, city, demo, clock, logs => logs.AddCityLogs(options.Logs), tls, broker, https, bucket, nodes);
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Host");
            await DatabaseStart.WaitAsync(app.Services.GetRequiredService<StorageOptions>(), clock, logger, cancel);

            // Opens the store first: if it cannot be used, nothing else should start.
            _ = app.Services.GetRequiredService<IJournalReader>();
            CheckPort("HTTP", "CityOps:Http:Port", options.Http.Address, options.Http.Port);
            if (broker is null)
            {
                CheckPort("The MQTT broker", "CityOps:Mqtt:Port", options.Mqtt.Address, options.Mqtt.Port);
            }

            if (tls is not null && broker is null)
            {
                CheckPort("The MQTT broker", "CityOps:Mqtt:Tls:Port", files.Address, files.Port);
            }

            if (options.Jt808.Enabled)
            {
                CheckPort("JT/T 808", "CityOps:Jt808:Port", options.Jt808.Address, options.Jt808.Port);
            }

            CheckPort("The cluster", "CityOps:Cluster:Port", options.Cluster.Address, options.Cluster.Port);
            await Composition.StartAsync(app, cancel);
            Announce(app, options, city, demo);
            await app.WaitForShutdownAsync(cancel);
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // It was asked to stop before it had started.
            return 0;
        }
        catch (Exception e) when (StoreFault.Is(e))
        {
            await Console.Error.WriteAsync("CityOps cannot start: ");
            return StoreFault.Tell(e, DataPlace.Of(options), Console.Error);
        }
    }

    /// <summary>
    /// Nobody who listens knows the option of their port, and Akka would tell of a taken one in pages of nested exceptions.
    /// </summary>
    private static void CheckPort(string who, string option, string address, int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Parse(address), port);
            probe.Start();
        }
        catch (SocketException e)
        {
            throw new IOException($"{who} cannot listen on {address}:{port}: {e.Message}. Set {option} to another port.", e);
        }
    }

    private static void Announce(WebApplication app, CityOpsOptions options, CityConfiguration city, bool demo)
    {
        var addresses = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (Logs.IsJson(options.Logs))
        {
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Host")
                .Ready(city.Id, city.Version, string.Join(", ", addresses));
            return;
        }

        Console.WriteLine(
            $"CityOps is ready: {city.Name.En} ({city.Id}, {city.Version}){(demo ? ", open access for a demonstration" : "")}");
        Console.WriteLine($"  HTTP  {string.Join(", ", addresses)}");
        Console.WriteLine($"  Docs  {string.Join(", ", addresses.Select(a => $"{a}/docs"))}");
        Console.WriteLine(options.Mqtt.External is { Host.Length: > 0 } broker
            ? $"  MQTT  through the broker at {broker.Host}:{broker.Port}"
            : $"  MQTT  {options.Mqtt.Address}:{options.Mqtt.Port}");
        Console.WriteLine($"  JT808 {(options.Jt808.Enabled ? $"{options.Jt808.Address}:{options.Jt808.Port}" : "off")}");
        if (options.Mqtt.Tls is { Certificate.Length: > 0 } tls)
        {
            Console.WriteLine($"  MQTT  {tls.Address}:{tls.Port}, TLS");
        }

        Console.WriteLine($"  Data  {app.Services.GetRequiredService<StorageOptions>().Place}");
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
