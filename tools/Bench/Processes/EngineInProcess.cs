using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Bench.Processes;

/// <summary>Engine and storage as the product puts them together, without its ways in: for what they alone cost.</summary>
internal sealed class EngineInProcess : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineInProcess(IHost host, string data) => (_host, Data) = (host, data);

    /// <summary>The data directory.</summary>
    public string Data { get; }

    public static async Task<EngineInProcess> StartAsync(CityConfiguration city)
    {
        var data = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(city)
            .AddSingleton(_ => new GridIndex(city.UnitGrids.Values))
            .AddSingleton<IRefusals, Refusals>()
            .AddSingleton<IHandsets, NoHandsets>()
            .AddCityOpsStorage(new StorageOptions { DataDirectory = data })
            .AddCityOpsEngine(new EngineOptions { Port = 0, PassivateAfter = TimeSpan.FromHours(1) });
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<EngineReadiness>().Ready;
        return new EngineInProcess(host, data);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Ends the engine; its data stays until this is disposed.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>Nobody is connected.</summary>
    private sealed class NoHandsets : IHandsets
    {
        public Task SendAsync(string collector, HandsetCommand command, CancellationToken cancel) => Task.CompletedTask;
    }
}
