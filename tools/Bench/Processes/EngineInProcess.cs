using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage;
using CityOps.Storage.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace CityOps.Bench.Processes;

/// <summary>Engine and storage as the product puts them together, without its ways in: for what they alone cost.</summary>
internal sealed class EngineInProcess : IAsyncDisposable
{
    private readonly CityConfiguration _city;
    private readonly JournalDatabase? _journal;
    private readonly bool _isOwnData;
    private IHost _host;

    private EngineInProcess(CityConfiguration city, JournalDatabase? journal, string? directory)
    {
        (_city, _journal, _isOwnData) = (city, journal, directory is null);
        Data = directory ?? Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        _host = Build();
    }

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>Starts an engine.</summary>
    /// <param name="city">The city.</param>
    /// <param name="journal">Where the journal is, if not in the data directory.</param>
    /// <param name="directory">A data directory that stays; null for an empty one of its own.</param>
    public static async Task<EngineInProcess> StartAsync(
        CityConfiguration city, JournalDatabase? journal = null, string? directory = null)
    {
        var engine = new EngineInProcess(city, journal, directory);
        await engine.StartAsync();
        return engine;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Ends the engine and starts another on the same data, with no entity in memory.</summary>
    public async Task RestartAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _host = Build();
        await StartAsync();
    }

    /// <summary>Ends the engine; its data stays until this is disposed.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_isOwnData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private async Task StartAsync()
    {
        await _host.StartAsync();
        await _host.Services.GetRequiredService<EngineReadiness>().Ready;
    }

    private IHost Build()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);

        // The last line of the output is the bench's.
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_city)
            .AddSingleton(_ => new GridIndex(_city.UnitGrids.Values))
            .AddSingleton<IRefusals, Refusals>()
            .AddSingleton<IHandsets, NoHandsets>()
            .AddCityOpsStorage(new StorageOptions { DataDirectory = Data })
            .AddCityOpsEngine(new EngineOptions { Port = 0, PassivateAfter = TimeSpan.FromHours(1) });
        if (_journal is not null)
        {
            builder.Services.AddSingleton(_journal);
        }

        return builder.Build();
    }

    /// <summary>Nobody is connected.</summary>
    private sealed class NoHandsets : IHandsets
    {
        public Task SendAsync(string collector, HandsetCommand command, CancellationToken cancel) => Task.CompletedTask;

        public Task SendAsync(Device device, DownlinkCommand command, CancellationToken cancel) => Task.CompletedTask;
    }
}
