using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Answers;

/// <summary>
/// An answer that is JSON, or GeoJSON where <c>Accept</c> rather has that; <c>Vary</c> says so to whoever keeps it.
/// </summary>
/// <typeparam name="T">The JSON.</typeparam>
/// <typeparam name="TMap">The GeoJSON.</typeparam>
internal sealed class Mapped<T, TMap>(T body, Func<TMap> map) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        if (GeoJson.IsWanted(httpContext.Request))
        {
            httpContext.Response.ContentType = GeoJson.MediaType;
            await JsonSerializer.SerializeAsync(httpContext.Response.Body, map(), options, httpContext.RequestAborted);
        }
        else
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await JsonSerializer.SerializeAsync(httpContext.Response.Body, body, options, httpContext.RequestAborted);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new MapDescription(typeof(TMap)));
    }
}

/// <summary>What an endpoint answers as GeoJSON, for the document.</summary>
internal sealed record MapDescription(Type Type);

/// <summary>GeoJSON by <c>Accept</c>.</summary>
internal static class GeoJson
{
    public const string MediaType = "application/geo+json";

    /// <summary>True if GeoJSON is named, and JSON is not liked better.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality(accepted, MediaType) is > 0 and var wanted && wanted >= Quality(accepted, "application/json");
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(a => a.Quality ?? 1).DefaultIfEmpty(0).Max();
}
