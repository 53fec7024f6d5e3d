using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Json;

/// <summary>
/// The JSON body of a request, or what is wrong with it. No body at all is read as <c>{}</c>, and so is <c>null</c>, which generated
/// clients send for a body that is left out.
/// </summary>
internal sealed class Body<T> : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;
    private readonly ProblemHttpResult? _problem;

    private Body(T? value, ProblemHttpResult? problem) => (_value, _problem) = (value, problem);

    /// <summary>The body, or the answer where it cannot be read.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        (value, problem) = (_value, _value is null ? _problem ?? BodyFault.NoObject : null);
        return value is not null;
    }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var detection = context.Features.Get<IHttpRequestBodyDetectionFeature>();
        if (request.ContentLength == 0 || detection is { CanHaveBody: false })
        {
            return new(Nothing(options), null);
        }

        if (!IsJson(request))
        {
            return new(null, BodyFault.MediaType(request.ContentType));
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return new(null, BodyFault.Encoded);
        }

        try
        {
            return new(await JsonSerializer.DeserializeAsync<T>(request.Body, options, context.RequestAborted) ?? Nothing(options), null);
        }
        catch (JsonException fault)
        {
            return new(null, BodyFault.Of<T>(fault, options));
        }
    }

    private static T? Nothing(JsonSerializerOptions options) => JsonSerializer.Deserialize<T>("{}", options);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyDescription(typeof(T)));

    // JSON is UTF-8 (RFC 8259 8.1); another charset would be read as rubbish.
    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// What the body of an endpoint is, for the document. Not <see cref="IAcceptsMetadata"/>: that takes part in routing,
/// and would lead a request without a body past its endpoint.
/// </summary>
internal sealed record BodyDescription(Type Type)
{
    /// <summary>How it is written.</summary>
    public string ContentType { get; init; } = "application/json";
}
