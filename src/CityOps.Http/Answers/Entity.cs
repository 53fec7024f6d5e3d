using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Answers;

/// <summary>
/// An answer with a version: its <c>ETag</c>. A GET with <c>If-None-Match</c> of the same version is answered 304.
/// </summary>
internal sealed class Entity<T>(T body, string version) : IResult, IEndpointMetadataProvider
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
        var tag = new EntityTagHeaderValue($"\"{version}\"");
        var headers = httpContext.Response.GetTypedHeaders();
        headers.ETag = tag;

        // What a caller may do is theirs alone, and the next act may come at any time.
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (Location is not null)
        {
            httpContext.Response.Headers.Location = Location;
        }

        var known = !IsSentAgain
            && HttpMethods.IsGet(httpContext.Request.Method)
            && httpContext.Request.GetTypedHeaders().IfNoneMatch.Any(t => Matches(t, tag));
        httpContext.Response.StatusCode = known ? StatusCodes.Status304NotModified : Status;
        return known
            ? Task.CompletedTask
            : httpContext.Response.WriteAsJsonAsync(body, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    private static bool Matches(EntityTagHeaderValue given, EntityTagHeaderValue tag) =>
        given.Equals(EntityTagHeaderValue.Any) || given.Compare(tag, useStrongComparison: false);
}
