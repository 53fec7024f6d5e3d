using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Host;
using CityOps.Host.Configuration;
using CityOps.Host.Devices;
using CityOps.Host.Keys;
using CityOps.Telemetry.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>
/// The whole program as <c>cityops run</c> puts it together without <c>--demo</c>, in this process, with a small city. Accounts are kept
/// as the command line does it: beside the engine, on the files alone.
/// </summary>
internal sealed class SecuredEngine : IAsyncDisposable
{
    private readonly SmallCity _files = new();
    private readonly string _home = Directory.CreateTempSubdirectory("cityops-secured-").FullName;
    private WebApplication? _app;

    /// <summary>Everything that was logged, whatever the level.</summary>
    public WholeLog Log { get; } = new();

    public int MqttPort { get; private set; }

    public int TlsPort { get; private set; }

    /// <summary>Where HTTP listens.</summary>
    public Uri HttpAddress => new(_app?.Urls.Single() ?? throw new InvalidOperationException("It has not started."));

    public IServiceProvider Services => _app?.Services ?? throw new InvalidOperationException("It has not started.");

    private string Data => Path.Combine(_home, "data");

    public static async Task<SecuredEngine> StartAsync(Action<CityOpsOptions>? change = null, Func<int, TlsOptions>? tls = null)
    {
        for (var tries = 1; ; tries++)
        {
            var engine = new SecuredEngine { MqttPort = EngineProcess.FreePort(), TlsPort = EngineProcess.FreePort() };
            try
            {
                await engine.RunAsync(change, tls);
                return engine;
            }
            catch (IOException) when (tries < 3)
            {
                // A port that was free a moment ago has been taken for some other connection.
                await engine.DisposeAsync();
            }
        }
    }

    /// <summary>What a command prints.</summary>
    public async Task<string> DeskAsync(Func<DeviceDesk, Task<int>> run, string input = "")
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var typed = new StringReader(input);
        var code = await DeviceDesk.OpenAsync(ConfigFile.Find(), [$"--CityOps:DataDirectory={Data}"], run, typed, output, errors);
        Assert.True(code == 0, $"{code}: {output}{errors}");
        return output.ToString().Trim();
    }

    /// <summary>What a command on keys prints.</summary>
    public async Task<string> KeysAsync(Func<KeyDesk, Task<int>> run)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await KeyDesk.OpenAsync(ConfigFile.Find(), [$"--CityOps:DataDirectory={Data}"], run, output, TextWriter.Null));
        return output.ToString().Trim();
    }

    /// <summary>How a command on keys ends.</summary>
    public Task<int> KeysCodeAsync(Func<KeyDesk, Task<int>> run) =>
        KeyDesk.OpenAsync(ConfigFile.Find(), [$"--CityOps:DataDirectory={Data}"], run, TextWriter.Null, TextWriter.Null);

    /// <summary>What the access log has.</summary>
    public string AccessLog() => string.Concat(
        Directory.GetFiles(Directory.CreateDirectory(Path.Combine(Data, "access")).FullName).Select(Read));

    /// <summary>Adds an account with a generated password.</summary>
    public Task<string> AddAsync(string user, params string[] carries) =>
        DeskAsync(desk => desk.AddAsync(user, PasswordSource.Generated, carries, null, CancellationToken.None));

    /// <summary>What was refused of a sender, once there is something, by reason.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RefusalsAsync(string device, Func<IReadOnlyDictionary<string, long>, bool> until)
    {
        IReadOnlyDictionary<string, long> found = new Dictionary<string, long>();
        await Wait.UntilAsync(
            () =>
            {
                found = Services.GetRequiredService<IRefusals>().Recent(device, 1000).GroupBy(r => r.Code)
                    .ToDictionary(g => g.Key, g => g.Sum(r => r.Count));
                return Task.FromResult(until(found));
            },
            () => $"{device} was refused {string.Join(", ", found)}.\n{Log}");
        return found;
    }

    /// <summary>How many fixes the engine has on disk of a device.</summary>
    public async Task<int> FixesAsync(string device)
    {
        Assert.True(DeviceUser.TryParseDevice(device, out var parsed));
        var now = SystemNow;
        return (await Services.GetRequiredService<ITracks>().ReadAsync(
            parsed, now - Duration.FromDays(1), now + Duration.FromDays(1), CancellationToken.None)).Count;
    }

    /// <summary>True if the engine knows of the device.</summary>
    public async Task<bool> HasEntityAsync(string device)
    {
        Assert.True(DeviceUser.TryParseDevice(device, out var parsed));
        return await Services.GetRequiredService<IDeviceGateway>().GetAsync(parsed, CancellationToken.None)
            is Answer<DeviceView>.Done;
    }

    /// <summary>The bytes of every file in the data directory, as far as they are text.</summary>
    public string DataAsText() => string.Concat(Directory.GetFiles(Data).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))
        .Select(Read));

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        _files.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static Instant SystemNow => TimeProvider.System.GetCurrentInstant();

    private async Task RunAsync(Action<CityOpsOptions>? change, Func<int, TlsOptions>? tls)
    {
        var check = _files.Check();
        var options = new CityOpsOptions
        {
            DataDirectory = Data,
            Http = { Port = 0 },
            Mqtt = { Port = MqttPort },
            Cluster = { Port = 0 },
        };
        change?.Invoke(options);
        _app = Composition.Build(
            options, check.City ?? throw new InvalidOperationException(string.Join('\n', check.Faults)), demo: false, TimeProvider.System,
            logs => logs.AddProvider(Log), tls?.Invoke(TlsPort));
        await Composition.StartAsync(_app, CancellationToken.None);
    }
}
