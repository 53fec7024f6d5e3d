using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Cluster;
using CityOps.Engine.Collectors;
using CityOps.Engine.Components;
using CityOps.Engine.Deadlines;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Feeds;
using CityOps.Engine.Grids;
using CityOps.Engine.Journal;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Engine.Vehicles;
using CityOps.Engine.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine;

/// <summary>Puts the engine together: the actor system, the four kinds of entities, the feeds and the gateways.</summary>
public static class EngineHosting
{
    /// <summary>
    /// Adds the engine. The services must also hold a <see cref="CityConfiguration"/>, a <see cref="TimeProvider"/>, a
    /// <see cref="JournalSetup"/>, the grid index and the ports of <c>CityOps.Engine.Ports</c>; a <see cref="PresenceRule"/> unless the
    /// default is meant.
    /// </summary>
    public static IServiceCollection AddCityOpsEngine(this IServiceCollection services, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<FixBooks>();
        services.AddSingleton<FixRoutes>();
        services.AddSingleton<FeedList>();
        services.AddSingleton<FirstWakes>();
        services.AddSingleton<IClusterView, ClusterView>();
        services.AddSingleton<CaseTail>();
        services.AddSingleton<PublishedCases>();
        services.AddSingleton<ICaseGateway>(sp => new CaseGateway(
            Region<CaseActor>(sp), sp.GetRequiredService<PublishedCases>(), sp.GetRequiredService<INodes>(), sp.GetRequiredService<EngineMetrics>(), Zone(sp),
            sp.GetRequiredService<CityConfiguration>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IGridGateway>(sp => new GridGateway(Region<GridActor>(sp)));
        services.AddSingleton(sp => new DeviceGateway(
            Region<CollectorActor>(sp), Region<VehicleActor>(sp), sp.GetRequiredService<FixBooks>(), sp.GetRequiredService<FixRoutes>(),
            sp.GetRequiredService<TimeProvider>(), options));
        services.AddSingleton<IDeviceGateway>(sp => sp.GetRequiredService<DeviceGateway>());
        services.AddSingleton<IFixLocator, GridLocator>();
        services.AddSingleton<RoadRules>();
        services.TryAddSingleton(PresenceRule.Default);
        services.AddSingleton(sp => new NoticePost(
            sp.GetRequiredService<INotices>(), sp.GetRequiredService<IHandsets>, sp.GetRequiredService<CityConfiguration>(),
            sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new WebhookPost(
            sp.GetRequiredService<IWebhooks>(), sp.GetRequiredService<IWebhookTarget>, sp.GetRequiredService<EngineMetrics>(),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<WebhookPost>>()));
        services.AddDeadlines();
        services.AddAkka("cityops", (akka, sp) => akka
            .ConfigureLoggers(logs =>
            {
                logs.ClearLoggers();
                logs.AddLoggerFactory(sp.GetRequiredService<ILoggerFactory>());
            })
            .AddHocon(EngineHocon.For(options), HoconAddMode.Prepend)
            .WithTls(options.Tls)
            .AddHocon(sp.GetRequiredService<JournalSetup>().Hocon, HoconAddMode.Prepend)
            .WithEntities(sp, options)
            .WithFeeds(sp)
            .WithNotices(sp)
            .WithWebhooks(sp)
            .WithDeadlines(sp)
            .WithFixPost(sp)
            .WithNodeWatch(sp)
            .WithSpreadWork(sp)
            .WithGivingAway(sp)
            .AddStartup((system, _) => ClusterEntry.EnterAsync(
                system, sp.GetRequiredService<INodes>(), sp.GetRequiredService<FirstWakes>(),
                sp.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None)));

        // After the actor system: hosted services start in the order in which they were added.
        services.AddSingleton<ComponentRegister>();
        services.AddHostedService(sp => sp.GetRequiredService<ComponentRegister>());
        services.AddHostedService<ComponentFollower>();
        services.AddSingleton<FixCatchUp>();
        services.AddSingleton<FixRescue>();
        services.AddSingleton<EngineReadiness>();
        services.AddSingleton<FeedWatch>();
        services.AddHostedService(sp => sp.GetRequiredService<EngineReadiness>());
        services.AddHostedService<CaseTailFollower>();
        return services;
    }

    private static AkkaConfigurationBuilder WithEntities(
        this AkkaConfigurationBuilder akka, IServiceProvider sp, EngineOptions options)
    {
        var city = sp.GetRequiredService<CityConfiguration>();
        var clock = sp.GetRequiredService<TimeProvider>();
        var metrics = sp.GetRequiredService<EngineMetrics>();
        var logger = sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Entities");
        var (board, nodes) = (sp.GetRequiredService<IDeviceBoard>(), sp.GetRequiredService<INodes>());
        var (index, roads) = (sp.GetRequiredService<GridIndex>(), sp.GetRequiredService<RoadRules>());
        var published = sp.GetRequiredService<PublishedCases>();
        var cases = Shell("case", new CaseDecider(city));
        var collectors = Shell("collector", new CollectorDecider(city.Version));
        var vehicles = Shell("vehicle", new VehicleDecider(city.Version));
        var grids = Shell("grid", new GridDecider(city));
        LiveDevices? live = null;
        var books = sp.GetRequiredService<FixBooks>();
        var unitGrids = city.UnitGrids.Values.ToLookup(g => g.Beat, g => g.Code);
        return akka
            .WithRegion<CaseActor>("case", sp, options, CaseActor.EntityOf, (_, id) => new(cases, published, city, id))
            .WithRegion<GridActor>("grid", sp, options, GridActor.EntityOf, (_, id) => new(grids, board, [.. unitGrids[id]], id))
            .WithRegion<CollectorActor>("collector", sp, options, CollectorActor.EntityOf, (registry, id) =>
                new(collectors, Live(registry), city.Collectors.GetValueOrDefault(id), city.CollectorOwner(id), id))
            .WithRegion<VehicleActor>("vehicle", sp, options, VehicleActor.EntityOf, (registry, id) =>
                new(vehicles, Live(registry), city.Vehicles.GetValueOrDefault(id), city.VehicleOwner(id), id));

        EntityShell<TState, TCommand, TEvent> Shell<TState, TCommand, TEvent>(
            string name, Domain.IDecider<TState, TCommand, TEvent> decider) => new(name, decider, clock, metrics, nodes, logger);

        LiveDevices Live(IReadOnlyActorRegistry registry) => live ??= new(board, books, index, roads, news => registry.Get<GridActor>().Tell(news));
    }

    private static AkkaConfigurationBuilder WithRegion<TActor>(
        this AkkaConfigurationBuilder akka,
        string name,
        IServiceProvider sp,
        EngineOptions options,
        Func<object, string?> entityOf,
        Func<IReadOnlyActorRegistry, string, TActor> create)
        where TActor : ActorBase => akka.WithActors((system, registry) =>
    {
        // The same for all: an entity's name is its id.
        var starter = Producer<ShardStarter>.Props(() => new ShardStarter());
        var entity = Producer<TActor>.Props(() => create(registry, EntityName.Current)).WithMailbox(EntityMailbox.Path);
        sp.GetRequiredService<FirstWakes>().Add(name, entity);
        registry.Register<TActor>(ClusterSharding.Get(system).Start(
            name,
            id => id == StartShard.Entity ? starter : entity,
            ClusterShardingSettings.Create(system).WithRole(EngineOptions.EngineRole).WithPassivateIdleAfter(options.PassivateAfter),
            new ShardExtractor(entityOf),
            new ShardPlaces(sp.GetRequiredService<INodes>(), sp.GetRequiredService<TimeProvider>()),
            StopEntity.Instance));
    });

    private static AkkaConfigurationBuilder WithFeeds(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .WithFeed(sp, new ReadModelFeed())
        .WithFeed(sp, new NoticeFeed())
        .WithFeed(sp, new FileUseFeed())
        .WithFeed(sp, new ChangeFeed(sp.GetRequiredService<CaseTail>))
        .WithFeed(sp, new CaseFeed(sp.GetRequiredService<ICaseGateway>))
        .WithFeed(sp, new GridFeed(
            sp.GetRequiredService<IGridGateway>, sp.GetRequiredService<ICaseGateway>, sp.GetRequiredService<CityConfiguration>()))
        .WithFeed(sp, new TaskFeed(
            sp.GetRequiredService<ICaseGateway>, sp.GetRequiredService<IDeviceGateway>, sp.GetRequiredService<IHandsets>))
        .WithFeed(sp, new CommandFeed(sp.GetRequiredService<IDeviceGateway>, sp.GetRequiredService<IHandsets>))
        .WithFeed(sp, new DeadlineFeed(sp.GetRequiredService<DeadlineNews>()));

    private static AkkaConfigurationBuilder WithNotices(this AkkaConfigurationBuilder akka, IServiceProvider sp)
    {
        var logger = sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Notices");
        return akka.WithShardedDaemonProcess<NoticeSender>(
            "notices-down", 1, (_, _, _) => _ => Producer<NoticeSender>.Props(() => new NoticeSender(sp.GetRequiredService<NoticePost>(), logger)), OnEngines);
    }

    private static AkkaConfigurationBuilder WithWebhooks(this AkkaConfigurationBuilder akka, IServiceProvider sp)
    {
        var logger = sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Webhooks");
        return akka.WithShardedDaemonProcess<WebhookSender>(
            "webhooks", 1, (_, _, _) => _ => Producer<WebhookSender>.Props(() => new WebhookSender(sp.GetRequiredService<WebhookPost>(), logger)), OnEngines);
    }

    private static AkkaConfigurationBuilder WithFeed<TFeed>(
        this AkkaConfigurationBuilder akka, IServiceProvider sp, TFeed feed)
        where TFeed : IFeed
    {
        sp.GetRequiredService<FeedList>().Add(feed);
        var logger = sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Feeds");
        return akka.WithShardedDaemonProcess<TFeed>($"feed-{feed.Name}", feed.Slices, (_, _, _) => slice =>
            Producer<FeedActor>.Props(() => new FeedActor(feed, slice, Runner(slice), logger)), OnEngines);

        FeedRunner Runner(int slice) => new(
            feed,
            slice,
            sp.GetRequiredService<IJournalReader>(),
            sp.GetRequiredService<IFeedStore>(),
            sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<EngineMetrics>(),
            logger);
    }

    private static AkkaConfigurationBuilder WithTls(this AkkaConfigurationBuilder akka, NodeTls? tls)
    {
        if (tls is not null)
        {
            akka.AddSetup(NodeCertificates.Setup(tls));
        }

        return akka;
    }

    private static AkkaConfigurationBuilder WithNodeWatch(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka.WithActors((system, _) =>
    {
        if (sp.GetRequiredService<INodes>().Name is not null)
        {
            var logger = sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Cluster");
            system.ActorOf(
                Producer<NodeWatch>.Props(() => new NodeWatch(sp.GetRequiredService<INodes>(), sp.GetRequiredService<FixRescue>, logger)), "nodes");
            system.ActorOf(Producer<EndWatch>.Props(() => new EndWatch(sp.GetRequiredService<INodes>(), logger)), "ends");
        }
    });

    private static AkkaConfigurationBuilder WithSpreadWork(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka.WithActors((system, _) =>
    {
        var logger = sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Cluster");
        foreach (var work in sp.GetServices<SpreadWork>())
        {
            ShardedDaemonProcess.Get(system).Init(
                work.Name, work.Pieces, piece => Producer<SpreadWorker>.Props(() => new SpreadWorker(work, piece, logger)),
                ShardedDaemonProcessSettings.Create(system).WithRole(work.Role), PoisonPill.Instance);
        }
    });

    private static AkkaConfigurationBuilder WithGivingAway(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka.WithActors((system, registry) =>
    {
        var (cluster, sharding) = (Akka.Cluster.Cluster.Get(system), ClusterSharding.Get(system));
        if (sp.GetRequiredService<INodes>().Name is not null)
        {
            IReadOnlyList<IActorRef> regions = cluster.SelfRoles.Contains(EngineOptions.EngineRole)
                ? [registry.Get<CaseActor>(), registry.Get<GridActor>(), registry.Get<CollectorActor>(), registry.Get<VehicleActor>()]
                : [];
            new GivingAway(
                cluster, sp.GetRequiredService<INodes>(), regions,
                [.. sp.GetServices<SpreadWork>().Where(w => cluster.SelfRoles.Contains(w.Role)).Select(w => sharding.ShardRegion($"sharded-daemon-process-{w.Name}"))],
                sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Engine.Cluster"))
                .Plan(CoordinatedShutdown.Get(system));
        }
    });

    private static AkkaConfigurationBuilder WithFixPost(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka.WithActors((system, registry) =>
        system.ActorOf(
            Producer<FixPost>.Props(() => new FixPost(
                sp.GetRequiredService<FixRoutes>(), sp.GetRequiredService<DeviceGateway>(), sp.GetRequiredService<IFixLocator>(),
                sp.GetRequiredService<FixBooks>(), registry)),
            FixPost.Name));

    internal static ClusterDaemonOptions OnEngines { get; } = new() { Role = EngineOptions.EngineRole };

    private static EntityRegion Region<TActor>(IServiceProvider sp) =>
        new(
            new Lazy<IActorRef>(() => sp.GetRequiredService<IReadOnlyActorRegistry>().Get<TActor>()),
            sp.GetRequiredService<TimeProvider>());

    private static DateTimeZone Zone(IServiceProvider sp) =>
        DateTimeZoneProviders.Tzdb[sp.GetRequiredService<CityConfiguration>().Zone];
}
