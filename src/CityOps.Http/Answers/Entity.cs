using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Answers;

/// <summary>
/// An answer with a version: its <c>ETag</c>. A GET with <c>If-None-Match</c> of the same version is answered 304.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="version">Its version; without one, what it says is its version.</param>
internal sealed class Entity<T>(T body, string? version = null) : IResult, IEndpointMetadataProvider
{
    public Entity(T body, long sequence)
        : this(body, sequence.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <summary>The body.</summary>
    public T Value => body;

    /// <summary>200, or 201 for what is new.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Where it can be read, if that is not where the request went.</summary>
    public string? Location { get; init; }

    /// <summary>True where the version does not say all: then it is never answered 304.</summary>
    public bool IsSentAgain { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var content = version is null ? JsonSerializer.SerializeToUtf8Bytes(body, options) : null;
        var tag = new EntityTagHeaderValue($"\"{(content is null ? version : Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 12)))}\"");
        httpContext.Response.GetTypedHeaders().ETag = tag;
        if (Location is not null)
        {
            httpContext.Response.Headers.Location = Location;
        }

        var known = !IsSentAgain
            && HttpMethods.IsGet(httpContext.Request.Method)
            && httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(t => Matches(t, tag));
        httpContext.Response.StatusCode = known ? StatusCodes.Status304NotModified : Status;
        if (known)
        {
            return Task.CompletedTask;
        }

        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return content is null
            ? JsonSerializer.SerializeAsync(httpContext.Response.Body, body, options, httpContext.RequestAborted)
            : httpContext.Response.Body.WriteAsync(content, httpContext.RequestAborted).AsTask();
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    private static bool Matches(EntityTagHeaderValue given, EntityTagHeaderValue tag) =>
        given.Equals(EntityTagHeaderValue.Any) || given.Compare(tag, useStrongComparison: false);
}
