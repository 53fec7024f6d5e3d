using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CityOps.Http.Tests.Running;

/// <summary>Sees of every problem that any test is answered with that the document has its status and code for the call.</summary>
internal static class DocumentedProblems
{
    /// <summary>A code that a test makes up.</summary>
    public const string MadeUp = "some.code";

    private const string Route = "X-Test-Route";
    private static readonly SemaphoreSlim Turn = new(1);
    private static JsonElement? _paths;

    /// <summary>Answers say by which route they came.</summary>
    public static void TellRoutes(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } path })
            {
                context.Response.Headers[Route] = path.TrimEnd('/');
            }

            return Task.CompletedTask;
        });
        return next(context);
    });

    public static async Task SeeAsync(CityServer server, HttpMethod method, Reply reply)
    {
        if (reply.Code is not { } code || code == MadeUp || !reply.Headers.TryGetValues(Route, out var routes))
        {
            return;
        }

        var call = $"{method.Method} {routes.Single()}";
        var said = (await PathsAsync(server)).TryGetProperty(routes.Single(), out var path)
            && path.TryGetProperty(method.Method.ToLowerInvariant(), out var operation)
            && operation.GetProperty("responses").TryGetProperty($"{(int)reply.Status}", out var response)
            ? response.GetProperty("description").GetString() : null;
        Assert.True(said is not null, $"The document does not have that {call} is answered {(int)reply.Status}, as by {code}.");
        Assert.True(said.Contains($"`{code}`", StringComparison.Ordinal), $"The document does not have {(int)reply.Status} {code} of {call}: {said}");
    }

    private static async Task<JsonElement> PathsAsync(CityServer server)
    {
        await Turn.WaitAsync();
        try
        {
            _paths ??= JsonElement.Parse(
                await (await server.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync())
                    .SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1)).GetProperty("paths");
            return _paths.Value;
        }
        finally
        {
            Turn.Release();
        }
    }
}
