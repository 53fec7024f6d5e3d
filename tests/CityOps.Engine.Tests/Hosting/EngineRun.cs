using System.Diagnostics.Metrics;
using Akka.Hosting;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Devices;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;
using CityOps.Engine.Tests.Webhooks;
using CityOps.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>The engine as the program runs it, but for the borders, on a directory of its own.</summary>
internal sealed class EngineRun(IHost host, EntityCount entities) : IAsyncDisposable
{
    public static Instant Start { get; } = Instant.FromUtc(2026, 3, 1, 1, 0);

    public static Actor Everyone { get; } = new("all", (Roles)511);

    public ICaseGateway Cases { get; } = host.Services.GetRequiredService<ICaseGateway>();

    public PublishedCases Published { get; } = host.Services.GetRequiredService<PublishedCases>();

    public IGridGateway Grids { get; } = host.Services.GetRequiredService<IGridGateway>();

    public IDeviceGateway Devices { get; } = host.Services.GetRequiredService<IDeviceGateway>();

    public IReadModel Lists { get; } = host.Services.GetRequiredService<IReadModel>();

    public INotices Notices { get; } = host.Services.GetRequiredService<INotices>();

    public IWebhooks Webhooks { get; } = host.Services.GetRequiredService<IWebhooks>();

    public RecordedTarget Target { get; } = host.Services.GetRequiredService<RecordedTarget>();

    public CaseTail Tail { get; } = host.Services.GetRequiredService<CaseTail>();

    public RecordedHandsets Handsets { get; } = host.Services.GetRequiredService<RecordedHandsets>();

    public IJournalReader Journal { get; } = host.Services.GetRequiredService<IJournalReader>();

    public IDeadlineIndex Deadlines { get; } = host.Services.GetRequiredService<IDeadlineIndex>();

    public DeviceNews News { get; } = host.Services.GetRequiredService<DeviceNews>();

    public FixBooks Books { get; } = host.Services.GetRequiredService<FixBooks>();

    public IReadOnlyActorRegistry Actors { get; } = host.Services.GetRequiredService<IReadOnlyActorRegistry>();

    /// <summary>What a test has put into the host.</summary>
    public T Service<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>How many entities are in memory.</summary>
    public long EntitiesInMemory => entities.InMemory;

    public static async Task<EngineRun> StartAsync(
        string directory, TimeSpan? passivateAfter = null, CityConfiguration? city = null, TimeProvider? clock = null,
        Action<IServiceCollection>? further = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        city ??= TinyCity.Configuration;
        builder.Services
            .AddMetrics()
            .AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton(city)
            .AddSingleton(new GridIndex(city.UnitGrids.Values))
            .AddSingleton<RecordedHandsets>()
            .AddSingleton<IHandsets>(sp => sp.GetRequiredService<RecordedHandsets>())
            .AddSingleton<RecordedTarget>()
            .AddSingleton<IWebhookTarget>(sp => sp.GetRequiredService<RecordedTarget>())
            .AddCityOpsStorage(new StorageOptions { DataDirectory = directory })
            .AddCityOpsEngine(new EngineOptions { Port = 0, PassivateAfter = passivateAfter ?? TimeSpan.FromMinutes(2) });
        further?.Invoke(builder.Services);
        var host = builder.Build();
        var entities = new EntityCount(host.Services.GetRequiredService<IMeterFactory>());
        await host.StartAsync();
        await host.Services.GetRequiredService<EngineReadiness>().Ready.WaitAsync(TimeSpan.FromMinutes(4));
        return new EngineRun(host, entities);
    }

    public static Report ReportAt(int square, string source)
    {
        var (unitGrid, beat) = square switch
        {
            0 => ("360102001001001", "P1"),
            1 => ("360102001001002", "P1"),
            2 => ("360103001001001", "P2"),
            _ => (TinyCity.Alone, TinyCity.Alone),
        };
        return new Report(
            Channel.Collector, source, Start, TinyCity.Middle(square), unitGrid, beat, CategoryKind.Incident, "0113")
        {
            Condition = "1",
        };
    }

    public static Origin By(string commandId, double second = 0) =>
        new(Everyone, Channel.Console, commandId, Start + Duration.FromSeconds(second));

    /// <summary>Takes a report in; it must be accepted.</summary>
    public async Task<CaseView> ReportAsync(int square, string source) =>
        Done(await Cases.ReportAsync(ReportAt(square, source), By(source), default));

    /// <summary>Carries a case through all of its acts.</summary>
    public async Task<CaseView> FinishAsync(CaseId id)
    {
        CaseCommand[] acts =
        [
            new FileCase(id, By("file"), null, null, null),
            new DispatchCase(id, By("dispatch"), "roads"),
            new AcceptCase(id, By("accept")),
            new ReportHandled(id, By("handled"), "done", []),
            new InspectCase(id, By("inspect")),
            new CloseCase(id, By("close"), "seen from the road", Forced: true),
        ];
        CaseView? last = null;
        foreach (var act in acts)
        {
            last = Done(await Cases.SendAsync(act, default));
        }

        return Assert.IsType<CaseView>(last);
    }

    /// <summary>What a case has journalled.</summary>
    public async Task<IReadOnlyList<CaseEvent>> EventsAsync(CaseId id) =>
        [.. (await Journal.OfEntityAsync($"case-{id}", 1, long.MaxValue, default)).Select(e => (CaseEvent)e.Event)];

    /// <summary>Tells a device of a fix, as the ingest does once it is on disk.</summary>
    public void Tell(Device device, double second, GeoPoint place, uint alarms = 0) =>
        Tell(new Fix(device, Start + Duration.FromSeconds(second), place) { Alarms = alarms });

    /// <summary>Tells a device of the fixes of one message.</summary>
    public void Tell(params Fix[] fixes) =>
        Devices.Tell([.. fixes.Select(fix => host.Services.GetRequiredService<IFixLocator>().Locate(fix, Start))]);

    /// <summary>Tells a device of a fix that came in at a time.</summary>
    public void Tell(Fix fix, Instant receivedAt) =>
        Devices.Tell([host.Services.GetRequiredService<IFixLocator>().Locate(fix, receivedAt)]);

    public Task AppendAsync(params Fix[] fixes) => host.Services.GetRequiredService<IFixLog>().AppendAsync(fixes, default);

    /// <summary>Ends once the feed has committed what is in the journal now: whatever came of that comes no second time.</summary>
    public async Task CommittedAsync(string feed)
    {
        var newest = await Journal.NewestAsync(default);
        await Eventually.Is(() => Service<IFeedStore>().OffsetAsync(feed, 0, default), offset => offset >= newest);
    }

    /// <summary>Lets feeds begin again from the beginning, at the next start.</summary>
    public async Task ResetFeedsAsync(params string[] feeds)
    {
        await host.StopAsync();
        foreach (var feed in feeds)
        {
            await host.Services.GetRequiredService<IFeedStore>().ResetAsync(feed, default);
        }
    }

    /// <summary>The device once it is as wanted.</summary>
    public async Task<DeviceView> DeviceAsync(Device device, Func<DeviceView, bool> wanted)
    {
        var answer = await Eventually.Is(
            () => Devices.GetAsync(device, default), a => a is Answer<DeviceView>.Done done && wanted(done.View));
        return Done(answer);
    }

    /// <summary>The grid once it is as wanted.</summary>
    public async Task<GridView> GridAsync(string code, Func<GridView, bool> wanted)
    {
        var answer = await Eventually.Is(
            () => Grids.GetAsync(code, default), a => a is Answer<GridView>.Done done && wanted(done.View));
        return Done(answer);
    }

    /// <summary>Waits until every entity has left memory.</summary>
    public Task EmptyAsync() => Eventually.Is(() => Task.FromResult(EntitiesInMemory), n => n == 0);

    public static TView Done<TView>(Answer<TView> answer) => Assert.IsType<Answer<TView>.Done>(answer).View;

    public async ValueTask DisposeAsync()
    {
        entities.Dispose();
        await host.StopAsync();
        switch (host)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            default:
                host.Dispose();
                break;
        }
    }
}
