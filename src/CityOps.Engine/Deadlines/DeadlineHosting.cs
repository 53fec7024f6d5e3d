using Akka.Cluster.Hosting;
using Akka.Hosting;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Deadlines;

/// <summary>Puts the deadline workers into the engine.</summary>
internal static class DeadlineHosting
{
    /// <summary>Adds what they need, and every kind of entity that has deadlines.</summary>
    public static IServiceCollection AddDeadlines(this IServiceCollection services) => services
        .AddSingleton<DeadlineNews>()
        .AddSingleton<DeadlineMetrics>()
        .AddSingleton<DeadlineKinds>()
        .AddSingleton<DeadlineStart>()
        .AddSingleton<DeadlineWatch>()
        .AddSingleton<IDeadlineKind, CaseDeadlineKind>()
        .AddSingleton<IDeadlineKind, GridDeadlineKind>()
        .AddSingleton<IDeadlineKind>(sp => Devices(sp, DeviceKind.Collector))
        .AddSingleton<IDeadlineKind>(sp => Devices(sp, DeviceKind.Vehicle));

    private static DeviceDeadlineKind Devices(IServiceProvider sp, DeviceKind kind) =>
        new(kind, sp.GetRequiredService<IDeviceGateway>(), sp.GetRequiredService<TimeProvider>());

    /// <summary>One worker a slice, wherever in the cluster.</summary>
    public static AkkaConfigurationBuilder WithDeadlines(this AkkaConfigurationBuilder akka, IServiceProvider sp)
    {
        var logger = sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Deadlines");
        return akka.WithShardedDaemonProcess<DeadlineActor>("deadlines", DeadlineSlices.Count, (_, _, _) => slice =>
            Producer<DeadlineActor>.Props(() => new DeadlineActor(
                slice, sp.GetRequiredService<DeadlineStart>(), Worker(slice), Walk(slice), logger)), EngineHosting.OnEngines);

        DeadlineWorker Worker(int slice) => new(
            slice, sp.GetRequiredService<IDeadlineIndex>(), sp.GetRequiredService<DeadlineKinds>(),
            sp.GetRequiredService<DeadlineNews>(), sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<DeadlineMetrics>(), logger);

        CalendarWalk Walk(int slice) => new(
            slice, sp.GetRequiredService<IDeadlineIndex>(), sp.GetRequiredService<DeadlineKinds>(),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<DeadlineMetrics>(), logger);
    }
}
