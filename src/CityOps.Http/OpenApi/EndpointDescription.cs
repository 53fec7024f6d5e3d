using CityOps.Http.Json;
using Microsoft.AspNetCore.Mvc;

namespace CityOps.Http.OpenApi;

/// <summary>What the document says of an endpoint.</summary>
internal static class EndpointDescription
{
    /// <summary>Names, groups and explains it.</summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder endpoint, string tag, string summary, string description) =>
        endpoint.WithTags(tag).WithSummary(summary).WithDescription(description);

    /// <summary>The query parameters and headers that it reads, by the names in <see cref="ParameterTable"/>.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params string[] names) =>
        endpoint.WithMetadata(new TakenParameters(names));

    /// <summary>The body is bytes, of this media type.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder endpoint, string contentType) =>
        endpoint.WithMetadata(new TakenBytes(contentType));

    /// <summary>The form that it reads, field by field.</summary>
    public static RouteHandlerBuilder TakesForm<T>(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new BodyDescription(typeof(T)) { ContentType = "application/x-www-form-urlencoded" });

    /// <summary>A further answer without a body.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int status) =>
        endpoint.Produces(status);

    /// <summary>A further answer.</summary>
    public static RouteHandlerBuilder Answers<T>(
        this RouteHandlerBuilder endpoint,
        int status,
        string contentType = "application/json",
        params string[] others) =>
        endpoint.Produces<T>(status, contentType, others);

    /// <summary>The problems that every call of the group can answer with.</summary>
    public static RouteGroupBuilder RefusesAnywhere(this RouteGroupBuilder group) => group
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status500InternalServerError);

    /// <summary>The problems that it can answer with, beside those of every call.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses) =>
        statuses.Aggregate(
            endpoint, (e, status) => e.Produces<ProblemDetails>(status, "application/problem+json"));
}

/// <summary>The query parameters and headers of an endpoint.</summary>
internal sealed record TakenParameters(IReadOnlyList<string> Names);

/// <summary>The media type of an endpoint's body that is bytes.</summary>
internal sealed record TakenBytes(string ContentType);

/// <summary>The names of headers.</summary>
internal static class Header
{
    public const string IdempotencyKey = Calling.IdempotencyKey.Header;
    public const string IfMatch = "If-Match";
    public const string IfNoneMatch = "If-None-Match";
    public const string TusResumable = "Tus-Resumable";
    public const string UploadLength = "Upload-Length";
    public const string UploadMetadata = "Upload-Metadata";
    public const string UploadOffset = "Upload-Offset";
}
