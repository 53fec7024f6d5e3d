using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace CityOps.Http.OpenApi;

/// <summary>The OpenAPI document: what the endpoints say of themselves, and what holds for all of them.</summary>
internal static class CityDocument
{
    public const string Name = "v1";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) => Head(document));
        options.AddOperationTransformer((operation, context, _) => AddParameters(operation, context));
        options.AddSchemaTransformer((schema, context, _) => WriteTimes(schema, context));
    }

    private static Task Head(OpenApiDocument document)
    {
        document.Info.Title = "CityOps";
        document.Info.Version = Version();
        document.Info.Description =
            "The engine of a city's digital urban-management centre. Times are RFC 3339 in UTC; what is sent may be epoch "
            + "milliseconds as well. Coordinates are WGS-84 degrees. Every error is a problem document (RFC 9457) with a "
            + "stable `code`, and `errors` by field.";
        return Task.CompletedTask;
    }

    private static Task AddParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var taken = context.Description.ActionDescriptor.EndpointMetadata.OfType<TakenParameters>().SelectMany(t => t.Names);
        var guarded = context.Description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        operation.Parameters ??= [];
        foreach (var name in guarded ? taken.Append(Calling.Callers.ActingHeader) : taken)
        {
            operation.Parameters.Add(ParameterTable.Find(name));
        }

        return Task.CompletedTask;
    }

    // The schema generator knows nothing of times that are written by a converter of ours.
    private static Task WriteTimes(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(Instant) || type == typeof(Instant?))
        {
            schema.Type = JsonSchemaType.String | (type == typeof(Instant?) ? JsonSchemaType.Null : 0);
            schema.Format = "date-time";
            schema.Properties?.Clear();
        }

        return Task.CompletedTask;
    }

    private static string Version() =>
        typeof(CityDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion.Split('+')[0] ?? "0";
}
