using System.Net;
using CityOps.Bench.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Bench.Peers;

/// <summary>A silo of Microsoft Orleans with a grain a vehicle.</summary>
internal sealed class OrleansVehicles(IGrainFactory grains) : IPeerVehicles
{
    public static async Task<IPeerVehicles> StartAsync()
    {
        var ports = Ports.Free(2);
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(
            ports[0], ports[1], new IPEndPoint(IPAddress.Loopback, ports[0])));
        var host = builder.Build();
        await host.StartAsync();
        return new OrleansVehicles(host.Services.GetRequiredService<IGrainFactory>());
    }

    public Task ApplyAsync(string vehicle, PeerFix fix) => grains.GetGrain<IVehicleGrain>(vehicle).ApplyAsync(fix);
}

internal interface IVehicleGrain : IGrainWithStringKey
{
    Task ApplyAsync(PeerFix fix);
}

internal sealed class VehicleGrain : Grain, IVehicleGrain
{
    private PeerFix? _last;

    public Task ApplyAsync(PeerFix fix)
    {
        _last = _last is null || fix.Time > _last.Time ? fix : _last;
        return Task.CompletedTask;
    }
}
