using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CityOps.Http.OpenApi;

/// <summary>
/// The OpenAPI document, and the page that shows it (Scalar), for everybody: they say what the program is, and nothing of the city. The page
/// comes from this program with all that it needs, so that it works where there is no other network.
/// </summary>
internal static class DocumentEndpoints
{
    private const string Page = "/docs";

    public static void MapDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet($"/openapi/{CityDocument.Name}.json", Read).ExcludeFromDescription();
        endpoints.MapScalarApiReference(Page, Show).ExcludeFromDescription();
    }

    private static async Task<FileContentHttpResult> Read(DocumentText document)
    {
        var (bytes, tag) = await document.ReadAsync();
        return TypedResults.Bytes(bytes, "application/json", entityTag: tag);
    }

    private static void Show(ScalarOptions options, HttpContext context)
    {
        options.Title = "CityOps";
        options.OpenApiRoutePattern = "/openapi/{documentName}.json";
        options.AddDocument(CityDocument.Name);
        options.DefaultHttpClient = new(ScalarTarget.Shell, ScalarClient.Curl);

        // Nothing from elsewhere, and nothing to elsewhere.
        options.DisableDefaultFonts();
        options.DisableTelemetry();
        options.DisableAgent();
        options.DisableMcp();
        options.HideClientButton();
        options.HideDeveloperTools();

        // The page's own scripts alone; it makes its styles as it goes.
        options.Nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{options.Nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}

/// <summary>The document as JSON: it is the same for everybody, and is made once. Thread-safe.</summary>
internal sealed class DocumentText([FromKeyedServices(CityDocument.Name)] IOpenApiDocumentProvider documents)
{
    private readonly Lazy<Task<(byte[] Bytes, EntityTagHeaderValue Tag)>> _made = new(() => MakeAsync(documents));

    /// <summary>The JSON, and its version.</summary>
    public Task<(byte[] Bytes, EntityTagHeaderValue Tag)> ReadAsync() => _made.Value;

    private static async Task<(byte[] Bytes, EntityTagHeaderValue Tag)> MakeAsync(IOpenApiDocumentProvider documents)
    {
        var document = await documents.GetOpenApiDocumentAsync();
        var bytes = Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
        return (bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\""));
    }
}
