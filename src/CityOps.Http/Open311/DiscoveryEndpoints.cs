using System.Text.Json.Serialization;
using CityOps.Domain.City;
using CityOps.Http.OpenApi;
using NodaTime;

namespace CityOps.Http.Open311;

/// <summary>Discovery: where the interface is, and what it speaks.</summary>
internal static class DiscoveryEndpoints
{
    private const string ForwardedProto = "X-Forwarded-Proto";

    private static readonly Instant Changed = Instant.FromUtc(2026, 3, 1, 0, 0);

    public static void MapDiscovery(this IEndpointRouteBuilder open) => open
        .MapGet("/discovery.{format}", Discover)
        .Describe("open311", "Service Discovery", "Where the interface is, and what it speaks. Needs no key.")
        .Takes("locale")
        .AnswersOpen<DiscoveryBody>(StatusCodes.Status200OK)
        .RefusesOpen(404);

    private static OpenAnswer<DiscoveryBody> Discover(
        HttpRequest request, OpenLanguage language, CityConfiguration city, CityHttpOptions options) => new(
        new DiscoveryBody(
            Changed,
            language.Of($"{city.Name.Zh}数字城管中心", $"The urban-management centre of {city.Name.En}"),
            language.Of("密钥由中心发放。", "The centre gives keys out."),
            [
                new OpenEndpointBody(
                    "http://wiki.open311.org/GeoReport_v2",
                    $"{SchemeOf(request)}://{request.Host}{OpenPaths.Root}{OpenPaths.Version2}",
                    Changed,
                    options.Demo ? "test" : "production",
                    ["application/json", "text/xml"]),
            ]),
        "discovery");

    // A proxy that ends TLS calls by plain HTTP: an app that believed that would send its key so. What is said decides nothing else.
    private static string SchemeOf(HttpRequest request) =>
        request.Headers[ForwardedProto].ToString().Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)
            ? Uri.UriSchemeHttps
            : request.Scheme;
}

/// <summary>Where the interface is, and what it speaks.</summary>
/// <param name="Changeset">When it changed last.</param>
/// <param name="Contact">Whose it is.</param>
/// <param name="KeyService">How to come by a key.</param>
/// <param name="Endpoints">The interface.</param>
internal sealed record DiscoveryBody(
    Instant Changeset, string Contact, [property: JsonPropertyName("key_service")] string KeyService, IReadOnlyList<OpenEndpointBody> Endpoints);

/// <summary>An interface.</summary>
/// <param name="Specification">What it keeps to.</param>
/// <param name="Url">Where it begins.</param>
/// <param name="Changeset">When it changed last.</param>
/// <param name="Type"><c>production</c>, or <c>test</c> in demo mode.</param>
/// <param name="Formats">What it speaks.</param>
internal sealed record OpenEndpointBody(
    string Specification, string Url, Instant Changeset, string Type, IReadOnlyList<string> Formats);
