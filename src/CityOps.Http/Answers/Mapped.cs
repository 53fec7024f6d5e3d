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

    // What JSON is accepted by: the first of them that is there counts (RFC 9110 12.5.1).
    private static readonly string[] Json = ["application/json", "application/*", "*/*"];

    /// <summary>True if GeoJSON is named, and JSON is not liked better.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var json = Json.Select(range => Quality(accepted, range)).FirstOrDefault(quality => quality is not null) ?? 0;
        return Quality(accepted, MediaType) is { } wanted && wanted > 0 && wanted >= json;
    }

    private static double? Quality(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Max(a => (double?)(a.Quality ?? 1));
}
