using CityOps.Domain.City;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;

namespace CityOps.Http.Open311;

/// <summary>Open311 GeoReport v2 for citizens' apps, over the same commands as everything else.</summary>
internal static class OpenHosting
{
    public static IServiceCollection AddOpen311(this IServiceCollection services) => services
        .AddSingleton<OpenServices>()
        .AddSingleton<RequestForm>()
        .AddSingleton<RequestBook>()
        .AddSingleton<RequestPresenter>();

    public static void MapOpen311(this IEndpointRouteBuilder endpoints)
    {
        var root = endpoints.MapGroup(OpenPaths.Root);
        root.AddEndpointFilter(OpenFaults.Translate);
        root.AddEndpointFilter(CheckAsync);
        root.MapDiscovery();
        var version2 = root.MapGroup(OpenPaths.Version2);
        version2.MapDiscovery();
        version2.MapServices();
        var guarded = version2.MapGroup(string.Empty);
        guarded.AddEndpointFilter<RouteGroupBuilder, KeyScopeFilter>();
        guarded.MapRequests();
    }

    /// <summary>A further answer in both formats.</summary>
    public static RouteHandlerBuilder AnswersOpen<T>(this RouteHandlerBuilder endpoint, params int[] statuses) =>
        statuses.Aggregate(endpoint, (e, status) => e.Answers<T>(status, "application/json", "text/xml"));

    /// <summary>What it can refuse, in both formats, beside what every call can.</summary>
    public static RouteHandlerBuilder RefusesOpen(this RouteHandlerBuilder endpoint, params int[] statuses) =>
        endpoint.AnswersOpen<OpenFaultBody[]>([.. statuses, StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError]);

    private static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.RouteValues["format"] is not ("json" or "xml"))
        {
            return OpenProblems.FormatUnknown;
        }

        var city = context.HttpContext.RequestServices.GetRequiredService<CityConfiguration>();
        return (await request.FieldAsync("jurisdiction_id")).Any(id => !string.IsNullOrEmpty(id) && id != city.Id)
            ? OpenProblems.JurisdictionUnknown
            : await next(context);
    }
}
