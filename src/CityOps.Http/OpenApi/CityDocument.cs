using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using CityOps.Http.Answers;
using CityOps.Http.Json;
using CityOps.Http.Open311;
using Microsoft.AspNetCore.Http.Metadata;
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
        var named = new ConcurrentDictionary<string, Type>();
        options.CreateSchemaReferenceId = type => NameOf(type, named);
        options.AddDocumentTransformer((document, _, _) => Head(document));
        options.AddOperationTransformer(async (operation, context, cancel) =>
        {
            AddParameters(operation, context);
            AddBytes(operation, context);
            await AddBodies(operation, context, cancel);
            OperationTouches.Apply(operation, context);
        });
        options.AddSchemaTransformer((schema, context, _) => SchemaTouches.Apply(schema, context));
    }

    /// <summary>The name of a type's schema.</summary>
    /// <exception cref="InvalidOperationException">Two types have it: one would be described as the other.</exception>
    private static string? NameOf(JsonTypeInfo type, ConcurrentDictionary<string, Type> named) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null
        : named.GetOrAdd(name, Nullable.GetUnderlyingType(type.Type) ?? type.Type) is var first
            && first == (Nullable.GetUnderlyingType(type.Type) ?? type.Type) ? name
        : throw new InvalidOperationException($"{first} and {type.Type} would both be described as {name}: call one of them otherwise.");

    private static Task Head(OpenApiDocument document)
    {
        document.Info.Title = "CityOps";
        document.Info.Version = Version();
        document.Info.Description =
            "The engine of a city's digital urban-management centre. Times are RFC 3339 in UTC; what is sent may be "
            + "epoch milliseconds as well. Coordinates are WGS-84 degrees. Every error is a problem document "
            + "(RFC 9457) with a stable `code`, and `errors` by field. HEAD is answered wherever GET is, but for the stream. The examples are of the demo city (`cityops run --demo`), where "
            + "`X-CityOps-Acting` says who acts; elsewhere the credentials do.";

        Secure(document);

        // The generator leaves the component of a type empty that it meets first where it may be null.
        if (document.Components?.Schemas?.TryGetValue(nameof(NodaTime.Instant), out var known) == true && known is OpenApiSchema time)
        {
            SchemaTouches.WriteTime(time);
        }

        if (document.Components?.Schemas is { } schemas)
        {
            SchemaTouches.Require(schemas);
            SchemaTouches.DropNulls(schemas);
            FieldTable.Apply(schemas);
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
        await AddOthers(operation, context, cancel);
        await AddMap(operation, context, cancel);
    }

    // Of several bodies under one status the generator keeps the last.
    private static async Task AddOthers(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var several = context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>()
            .Where(p => p.Type is not null && p.ContentTypes.Contains("application/json"))
            .GroupBy(p => p.StatusCode, p => p.Type ?? typeof(void))
            .Select(g => (Status: g.Key, Types: g.Distinct().ToList())).Where(g => g.Types.Count > 1);
        foreach (var (status, types) in several)
        {
            var schema = new OpenApiSchema { AnyOf = [] };
            foreach (var type in types)
            {
                schema.AnyOf.Add(await context.GetOrCreateSchemaAsync(type, null, cancel));
            }

            if (operation.Responses?[$"{status}"].Content?["application/json"] is OpenApiMediaType content)
            {
                content.Schema = schema;
            }
        }
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
