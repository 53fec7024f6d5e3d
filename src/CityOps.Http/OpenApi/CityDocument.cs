using System.Reflection;
using CityOps.Http.Answers;
using CityOps.Http.Json;
using CityOps.Http.Open311;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CityOps.Http.OpenApi;

/// <summary>The OpenAPI document: what the endpoints say of themselves, and what holds for all of them.</summary>
internal static class CityDocument
{
    public const string Name = "v1";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) => Head(document));
        options.AddOperationTransformer((operation, context, cancel) =>
        {
            AddParameters(operation, context);
            AddBytes(operation, context);
            return AddBodies(operation, context, cancel);
        });
        options.AddSchemaTransformer((schema, context, _) => SchemaTouches.Apply(schema, context));
    }

    private static Task Head(OpenApiDocument document)
    {
        document.Info.Title = "CityOps";
        document.Info.Version = Version();
        document.Info.Description =
            "The engine of a city's digital urban-management centre. Times are RFC 3339 in UTC; what is sent may be "
            + "epoch milliseconds as well. Coordinates are WGS-84 degrees. Every error is a problem document "
            + "(RFC 9457) with a stable `code`, and `errors` by field.";

        Secure(document);

        // The generator leaves the component of a type empty that it meets first where it may be null.
        if (document.Components?.Schemas?.TryGetValue(nameof(NodaTime.Instant), out var known) == true && known is OpenApiSchema time)
        {
            SchemaTouches.WriteTime(time);
        }

        return Task.CompletedTask;
    }

    private static void Secure(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["apiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = Calling.Callers.KeyHeader,
                Description = "A key of `cityops keys add`.",
            },
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of the issuer that the city has configured.",
            },
        };
        document.Security =
        [
            .. document.Components.SecuritySchemes.Keys.Select(name => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(name, document)] = [],
            }),
        ];
    }

    private static void AddParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var taken = context.Description.ActionDescriptor.EndpointMetadata
            .OfType<TakenParameters>().SelectMany(t => t.Names);
        var path = context.Description.RelativePath ?? string.Empty;
        var isOpen = path.StartsWith("open311/", StringComparison.Ordinal);
        var guarded = path.StartsWith("api/", StringComparison.Ordinal) || (isOpen && !OpenPaths.IsForEverybody($"/{path}"));
        operation.Parameters ??= [];
        if (isOpen)
        {
            operation.Parameters.Add(ParameterTable.OpenFormat);
        }

        foreach (var name in guarded ? taken.Append(Calling.DemoCallers.ActingHeader) : taken)
        {
            operation.Parameters.Add(ParameterTable.Find(name));
        }
    }

    private static async Task AddBodies(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        await AddBody(operation, context, cancel);
        await AddMap(operation, context, cancel);
    }

    private static async Task AddMap(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        foreach (var map in context.Description.ActionDescriptor.EndpointMetadata.OfType<MapDescription>())
        {
            if (operation.Responses?.GetValueOrDefault("200") is OpenApiResponse { Content: { } content })
            {
                content[GeoJson.MediaType] = new OpenApiMediaType { Schema = await context.GetOrCreateSchemaAsync(map.Type, null, cancel) };
            }
        }
    }

    private static async Task AddBody(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        foreach (var body in context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyDescription>())
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancel);
            context.Document?.AddComponent(body.Type.Name, schema);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = schema.Required is { Count: > 0 },
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [body.ContentType] = new()
                    {
                        Schema = new OpenApiSchemaReference(body.Type.Name, context.Document),
                    },
                },
            };
        }
    }

    private static void AddBytes(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<TakenBytes>().SingleOrDefault() is { ContentType: var type })
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [type] = new() { Schema = new OpenApiSchema() } },
            };
        }
    }

    private static string Version() =>
        typeof(CityDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion.Split('+')[0] ?? "0";
}
