using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Http.Borders;
using CityOps.Http.Calling;
using CityOps.Http.Cases;
using CityOps.Http.Cluster;
using CityOps.Http.Commands;
using CityOps.Http.Components;
using CityOps.Http.Configuration;
using CityOps.Http.Devices;
using CityOps.Http.Files;
using CityOps.Http.Grids;
using CityOps.Http.Health;
using CityOps.Http.Json;
using CityOps.Http.Live;
using CityOps.Http.Notices;
using CityOps.Http.Open311;
using CityOps.Http.OpenApi;
using CityOps.Http.Organisations;
using CityOps.Http.Problems;
using CityOps.Http.Refusals;
using CityOps.Http.Reports;
using CityOps.Http.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Http;

/// <summary>Puts the HTTP interface into a host.</summary>
public static class HttpHosting
{
    /// <summary>
    /// Adds the services. The host gives the gateways and ports of the engine, the city's configuration and its grid
    /// index; a <see cref="TimeProvider"/> unless the system's is meant.
    /// </summary>
    public static IServiceCollection AddCityOpsHttp(this IServiceCollection services, CityHttpOptions options)
    {
        services.ConfigureHttpJsonOptions(json => CityJson.Configure(json.SerializerOptions));
        services.AddOpenApi(CityDocument.Name, CityDocument.Configure).AddSingleton<DocumentText>();
        services.AddHealthChecks();
        services.AddCityBorder(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(PresenceRule.Default);
        services.TryAddSingleton<RoadRules>();
        return services
            .AddSingleton(options)
            .AddSingleton<DemoCallers>()
            .AddSingleton<KeyRing>()
            .AddHostedService(sp => sp.GetRequiredService<KeyRing>())
            .AddSingleton<TokenReader>()
            .AddSingleton<Callers>()
            .AddSingleton<CallRates>()
            .AddSingleton<AccessTrail>()
            .AddSingleton<PlaceReader>()
            .AddSingleton<DevicePresenter>()
            .AddSingleton<DeviceFinder>()
            .AddSingleton<FileFinder>()
            .AddSingleton<GridShapes>()
            .AddSingleton<GridList>()
            .AddSingleton<ReportReader>()
            .AddSingleton<ActSender>()
            .AddSingleton<CaseHistory>()
            .AddSingleton<CaseRepeats>()
            .AddSingleton<CommandSender>()
            .AddSingleton<ComponentSender>()
            .AddSingleton<GroupReader>()
            .AddStream()
            .AddOpen311()
            .AddWebhooks(options.Webhooks);
    }

    /// <summary>Maps every call, the health checks, the OpenAPI document and its page.</summary>
    public static IEndpointRouteBuilder MapCityOps(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1").RefusesAnywhere();
        api.AddEndpointFilter<RouteGroupBuilder, KeyScopeFilter>();
        api.MapReports();
        api.MapCases();
        api.MapActs();
        api.MapNearest();
        api.MapQueues();
        api.MapComponents();
        api.MapFiles();
        api.MapUploads();
        api.MapGrids();
        api.MapDevices();
        api.MapCommands();
        api.MapQuarantine();
        api.MapTracks();
        api.MapNear();
        api.MapBooks();
        api.MapCluster();
        api.MapNotices();
        api.MapStream();
        api.MapWebhooks();
        api.MapDeadLetters();
        api.MapRefusals();
        api.MapConfiguration();
        endpoints.MapOpen311();
        endpoints.MapHealth();
        endpoints.MapDocument();
        return endpoints;
    }
}
