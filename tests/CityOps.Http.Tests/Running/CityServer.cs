using CityOps.Domain.Geo;
using CityOps.Engine.Cases;
using CityOps.Engine.Changes;
using CityOps.Engine.Cluster;
using CityOps.Engine.Components;
using CityOps.Engine.Devices;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Http.Tests.Running;

/// <summary>The HTTP interface on a real Kestrel, over entities in memory that run the real rules.</summary>
public class CityServer : IAsyncLifetime
{
    /// <summary>The time at which every test happens: noon in the city.</summary>
    public static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 4, 0);

    private readonly WebApplication _app;

    /// <summary>A server in demo mode.</summary>
    public CityServer()
        : this(new CityHttpOptions { Demo = true })
    {
    }

    protected CityServer(CityHttpOptions options)
    {
        Cases = new MemoryCases(TestCity.Configuration, Clock);
        Live = new MemoryLive(Cases);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(TestCity.Configuration)
            .AddSingleton(new GridIndex(TestCity.Configuration.UnitGrids.Values))
            // A body for which the server is asked first is not sent before it has said so: while it is sent, a refusal may be lost.
            .AddSingleton(_ => new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(4) }))
            .AddSingleton<ICaseGateway>(Cases)
            .AddSingleton<IJournalReader>(Cases)
            .AddSingleton<IGridGateway>(Grids)
            .AddSingleton<IDeviceGateway>(Devices)
            .AddSingleton<IReadModel>(ReadModel)
            .AddSingleton<INotices>(Notices)
            .AddSingleton<IQuarantine>(Quarantine)
            .AddSingleton<IWebhooks>(Webhooks)
            .AddSingleton<IFeedStore>(Live)
            .AddSingleton(Live.Devices)
            .AddSingleton<CaseTail>()
            .AddSingleton<IApiKeys>(Keys)
            .AddSingleton<IAccessLog>(Access)
            .AddSingleton<ITracks>(Tracks)
            .AddSingleton<IFiles>(Files)
            .AddSingleton<IUploads>(Files)
            .AddSingleton<IRefusals>(Refusals)
            .AddSingleton(Books)
            .AddSingleton<IClusterView>(new MemoryCluster())
            .AddSingleton<INodes>(new NoNodes())
            .AddSingleton<IComponentLog>(Components)
            .AddSingleton<ComponentRegister>()
            .AddHostedService(services => services.GetRequiredService<ComponentRegister>())
            .AddCityOpsHttp(options)
            .AddHealthChecks().AddCheck("journal", () => new HealthCheckResult(Journal, "as told"));
        _app = builder.Build();
        _app.TellRoutes();
        _app.MapCityOps();
    }

    internal FakeTimeProvider Clock { get; } = new(Noon.ToDateTimeOffset());

    internal MemoryCases Cases { get; }

    internal MemoryGrids Grids { get; } = new();

    internal MemoryDevices Devices { get; } = new();

    internal MemoryReadModel ReadModel { get; } = new();

    internal MemoryNotices Notices { get; } = new();

    internal MemoryQuarantine Quarantine { get; } = new();

    internal MemoryWebhooks Webhooks { get; } = new();

    internal MemoryLive Live { get; }

    internal MemoryKeys Keys { get; } = new();

    internal MemoryAccessLog Access { get; } = new();

    internal MemoryTracks Tracks { get; } = new();

    internal MemoryComponentLog Components { get; } = new();

    internal FixBooks Books { get; } = new(new FakeTimeProvider(Noon.ToDateTimeOffset()));

    internal Engine.Devices.Refusals Refusals { get; } = new();

    internal MemoryFiles Files { get; } = new();

    internal MemoryLog Logs { get; } = new();

    internal HealthStatus Journal { get; set; } = HealthStatus.Healthy;

    internal IServiceProvider Services => _app.Services;

    internal HttpClient Client => _app.Services.GetRequiredService<HttpClient>();

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        Client.BaseAddress = new Uri(_app.Urls.Single());
    }

    /// <summary>Asks the server to stop, as the end of the program does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>A server where nobody has credentials.</summary>
public sealed class GuardedServer() : CityServer(new CityHttpOptions());

/// <summary>A server with options of a test's own.</summary>
internal sealed class OpenedServer(CityHttpOptions options) : CityServer(options), IAsyncDisposable
{
    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
