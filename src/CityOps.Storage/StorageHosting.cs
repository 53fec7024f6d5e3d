using CityOps.Domain.City;
using CityOps.Engine.Devices;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage.Access;
using CityOps.Storage.Components;
using CityOps.Storage.Deadlines;
using CityOps.Storage.Devices;
using CityOps.Storage.Feeds;
using CityOps.Storage.Files;
using CityOps.Storage.Journal;
using CityOps.Storage.Lists;
using CityOps.Storage.Lists.Cases;
using CityOps.Storage.Notices;
using CityOps.Storage.Postgres;
using CityOps.Storage.Tracks;
using CityOps.Storage.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CityOps.Storage;

/// <summary>Puts the storage into a host.</summary>
public static class StorageHosting
{
    /// <summary>
    /// Adds the ports of <c>CityOps.Engine.Ports</c> and the journal's set-up. Add it before the engine. The first use opens the
    /// files, and throws a <see cref="StorageException"/> where they cannot be used.
    /// </summary>
    public static IServiceCollection AddCityOpsStorage(this IServiceCollection services, StorageOptions options) => services
        .AddSingleton(options)
        .AddSingleton<EngineLock>()
        .AddHostedService(sp => sp.GetRequiredService<EngineLock>())
        .AddSingleton(sp =>
        {
            sp.GetRequiredService<EngineLock>();
            return new CityDatabases(options);
        })
        .AddNodes(options)
        .AddSingleton(sp => JournalDatabase.Of(sp.GetRequiredService<CityDatabases>()))
        .AddSingleton<JournalMetrics>()
        .AddSingleton(new JournalSetup(JournalHocon.Text))
        .AddSingleton<IJournalReader, JournalReader>()
        .AddSingleton<ReadModelWriter>()
        .AddSingleton(services => new PlaceNames(services.GetService<CityConfiguration>()))
        .AddSingleton<IProjection, CaseProjection>()
        .AddSingleton<IProjection, NoticeProjection>()
        .AddSingleton<IProjection, DeadlineProjection>()
        .AddSingleton<IProjection, WebhookOutbox>()
        .AddSingleton<IWebhooks, WebhookStore>()
        .AddSingleton<IDeadlineIndex, DeadlineIndex>()
        .AddSingleton<IFeedStore, FeedStore>()
        .AddSingleton<IReadModel, ReadModel>()
        .AddSingleton<INotices, NoticeStore>()
        .AddSingleton<DeviceNews>()
        .AddSingleton<IComponentLog, ComponentLog>()
        .AddSingleton<DeviceBoard>()
        .AddSingleton<IDeviceBoard>(sp => sp.GetRequiredService<DeviceBoard>())
        .AddHostedService(sp => sp.GetRequiredService<DeviceBoard>())
        .AddSingleton(new TrackRetention(Duration.FromTimeSpan(options.KeepCollectorTracks), Duration.FromTimeSpan(options.KeepVehicleTracks)))
        .AddSingleton<UnreadableTracks>()
        .AddSingleton<TrackStore>()
        .AddSingleton<IFixLog>(sp => sp.GetRequiredService<TrackStore>())
        .AddSingleton<ITracks>(sp => sp.GetRequiredService<TrackStore>())
        .AddHostedService(sp => sp.GetRequiredService<TrackStore>())
        .AddFileStorage(options)
        .AddSingleton<AccessLogFiles>()
        .AddSingleton<IAccessLog>(sp => sp.GetRequiredService<AccessLogFiles>())
        .AddHostedService(sp => sp.GetRequiredService<AccessLogFiles>())
        .AddDeviceStorage();

    private static IServiceCollection AddNodes(this IServiceCollection services, StorageOptions options) => options.Node.Length == 0
        ? services.AddSingleton<INodes, NoOtherNodes>()
        : services.AddSingleton<INodes, ClusterNodes>();

    private static IServiceCollection AddFileStorage(this IServiceCollection services, StorageOptions options) => (options.Bucket is { } bucket
            ? services.AddSingleton(bucket).AddSingleton<Bucket>().AddSingleton<BucketBook>().AddSingleton<IFileStore, BucketStore>()
            : services.AddSingleton<IFileStore, DirectoryStore>())
        .AddSingleton<IncomingFolder>()
        .AddSingleton<FileBook>()
        .AddSingleton<FileUses>()
        .AddSingleton<Thumbnails>()
        .AddSingleton<IProjection, FileUseProjection>()
        .AddSingleton<IFiles, KeptFiles>()
        .AddSingleton<UploadStore>()
        .AddSingleton<IUploads>(services => services.GetRequiredService<UploadStore>())
        .AddSingleton<FileSweep>()
        .AddHostedService(sp => sp.GetRequiredService<FileSweep>());

    /// <summary>
    /// Adds the accounts of devices, the quarantine and the keys of callers alone, to use beside an engine that runs on the same data; it takes the
    /// <see cref="StorageOptions"/> from the services.
    /// </summary>
    public static IServiceCollection AddDeviceStorage(this IServiceCollection services) => services
        .AddSingleton<DeviceFile>()
        .AddSingleton<IDeviceAccounts, DeviceAccountStore>()
        .AddSingleton<IApiKeys, ApiKeyStore>()
        .AddSingleton<IQuarantine, QuarantineStore>();
}
